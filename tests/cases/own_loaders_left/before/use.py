"""Loaders of packages that are there still: of one a name moved, of one deeper ones."""

from somewhere import LazyLoader

lib = LazyLoader("lib", globals(), "lib")
other = LazyLoader("other", globals(), "other")
print(lib.f, other.g)
