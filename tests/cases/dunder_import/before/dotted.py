"""The package of a dotted name is returned: nothing is right here."""

f = __import__("old").f
o = __import__("old")
o.f()
getattr(__import__("old"), "f")
