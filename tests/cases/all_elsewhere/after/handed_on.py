from setup.dist import version
import pack.version

__all__ = ["version"]
print(pack.version.Version("1"))
