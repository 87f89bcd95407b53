"""Loaders of other files."""

from somewhere import LazyLoader, optional_import, tools

lib = LazyLoader("lib", globals(), "lib.core")
more = optional_import("lib") or tools.load_module("lib")
