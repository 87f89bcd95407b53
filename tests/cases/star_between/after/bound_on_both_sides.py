from pkg_b import one
from other import *
from pkg_b import one

print(one)
