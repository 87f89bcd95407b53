import frames as fr
import pkg_a as pa

print(fr.x, pa.one, pa.three)
