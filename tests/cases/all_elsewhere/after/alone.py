import pack.version

print(pack.version.Version("1"), pack.version.Version("2"))
