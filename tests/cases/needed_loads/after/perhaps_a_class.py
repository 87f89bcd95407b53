import pkg_a
from pkg_a import Klass as pkg_a_Klass
import pkg_d as Klass

print(Klass.meth, pkg_a.Klass.other)
