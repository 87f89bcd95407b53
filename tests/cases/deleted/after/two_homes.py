import pkg_b as pkg_a

x = pkg_a.one
del pkg_a
from pkg_c import two
y = two
del two
print(x, y)
