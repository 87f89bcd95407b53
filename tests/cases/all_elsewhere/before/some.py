from dist import log, version

print(version.Loose("1"), version.other, log.info)
