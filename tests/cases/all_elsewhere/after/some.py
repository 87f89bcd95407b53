from setup.dist import log, version
import pack.version

print(pack.version.Version("1"), version.other, log.info)
