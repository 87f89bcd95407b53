from other import *
import pkg_a

print(pkg_a.one)
