import frames
import os

x = 1
import pkg_a

print(pkg_a.one)
