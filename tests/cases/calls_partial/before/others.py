from functools import partial

from mine import read

a = partial(read, paths=P)
