from setup.dist import version
import pack.version

if version is not None:
    print(pack.version.Version("1"))
