import pkg_a
from pkg_a import Klass

print(Klass.meth, pkg_a.Klass.other)
