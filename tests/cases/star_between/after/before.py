from other import *
import pkg_b

print(pkg_b.one)
