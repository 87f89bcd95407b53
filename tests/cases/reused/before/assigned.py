import frames as fr
import pkg_a as pa

pa.one = 4
del pa.one
