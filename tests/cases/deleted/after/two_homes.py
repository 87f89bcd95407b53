import pkg_b

x = pkg_b.one
del pkg_b
from pkg_c import two
y = two
del two
print(x, y)
