"""What a star import binds is a module, and what that has imported is used."""

from p import *

print(low.done, low.old.sub.f())
