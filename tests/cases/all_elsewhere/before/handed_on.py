from dist import version

__all__ = ["version"]
print(version.Loose("1"))
