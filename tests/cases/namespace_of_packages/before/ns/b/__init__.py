"""Another one, beside it."""

from ns.a import lib as known

from .. import a

print(known.f, a.lib.f, a.lib.keep)
