"""What looks like a key is not written, and reported."""

import a.m
import b
from lib import Array, registry

one = Array["a.m.one"]()
two = Array["x", "a.m.two"]
other = Array["a.m.stays"]
fk: Array["b.one"]


class Q(Array["a.m.two"]): ...


print(registry["a.m.one"], Array["one"])
