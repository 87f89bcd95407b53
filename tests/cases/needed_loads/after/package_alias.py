import pkg_a as pa
import pkg_a.m
from pkg_b import one

print(one, pa.m.three)
