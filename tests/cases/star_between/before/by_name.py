from pkg_a import one
from other import *

print(one)
