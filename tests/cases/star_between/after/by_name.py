from pkg_b import one
from other import *

print(one)
