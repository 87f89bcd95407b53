import functools
from functools import partial as later

import new_kit
from new_kit import read

a = later(read, cache_dir=P.cache, strict=True)
b = later(new_kit.read, cache_dir=P.cache, auth=1, strict=True)  # said, too
c = functools.partial(
    read,  # this
    cache_dir=P.cache,
    strict=True,
)
pool.map(functools.partial(read, cache_dir=P.cache, strict=True), names)


class A:
    go = functools.partialmethod(read, cache_dir=P.cache, strict=True)
