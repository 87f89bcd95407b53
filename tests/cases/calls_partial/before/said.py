from functools import partial

from old_tools import read, write
from other import partial as another

a = partial(read, "x", P)
b = partial(read)
b("x", paths=P)
c = partial(read, **options)
d = another(read, paths=P)
e = partial(a, read, paths=P)
f = partial(write, path=P)  # what it raises is caught elsewhere
for partial in (another,):
    partial(read, paths=P)
