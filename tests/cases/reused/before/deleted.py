import frames as fr
import pkg_a as pa

del fr
print(pa.one)
