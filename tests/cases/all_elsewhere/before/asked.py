from dist import version

if version is not None:
    print(version.Loose("1"))
