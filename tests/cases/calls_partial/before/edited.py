import functools
from functools import partial as later

import old_tools
from old_tools import read

a = later(read, paths=P)
b = later(old_tools.read, paths=P, auth=1)  # said, too
c = functools.partial(
    read,  # this
    paths=P,
)
pool.map(functools.partial(read, paths=P), names)


class A:
    go = functools.partialmethod(read, paths=P)
