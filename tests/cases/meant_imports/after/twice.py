from pkg_a.m import three
from pkg_b import one
from pkg_c import two
import pkg_b as m

print(one, two, three, m.one)
