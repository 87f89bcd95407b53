"""What imports nothing, or nothing that moved."""

import types

from somewhere import LazyLoader, add, important_names, set_module

fake = types.ModuleType("lib")
set_module("lib")(add("lib"))
other = LazyLoader("libs", globals(), "other.lib")
names = ["lib", {"lib": important_names}]
raise ImportError("lib")
