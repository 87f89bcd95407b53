from dist import version

print(version.Loose("1"), version.Strict("2"))
