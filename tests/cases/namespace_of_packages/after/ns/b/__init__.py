"""Another one, beside it."""

from ns.a import lib as known
import new.home

from .. import a

print(new.home.f, new.home.f, a.lib.keep)
