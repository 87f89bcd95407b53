import pkg_b as pkg_b_
from other import *

print(pkg_b_.one)
