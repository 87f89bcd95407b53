import pkg_a
from os.path import *

print(pkg_a.one)
