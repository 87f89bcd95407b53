from pkg_a import one
from other import *
from pkg_a import one

print(one)
