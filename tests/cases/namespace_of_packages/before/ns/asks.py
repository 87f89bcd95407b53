"""A module of the same folder."""

import ns.a

print(getattr(ns.a, "lib").keep, ns.a.lib.f)
