import pkg_b
from os.path import *

print(pkg_b.one)
