import frames as fr
from x import *
import pkg_a as pa

print(pa.one)
