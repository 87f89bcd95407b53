"""A module of the same folder."""

import ns.a
import new.home

print(getattr(ns.a, "lib").keep, new.home.f)
