import pkg_a as pa
from pkg_a.m import one

print(one, pa.m.three)
