import pkg_a
from pkg_b import one

print(one, pkg_a.__version__)
