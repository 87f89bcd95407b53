import pkg_a
from pkg_a.m import one

print(one, pkg_a.__version__)
