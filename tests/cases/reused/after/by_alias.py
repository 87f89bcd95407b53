import frames as fr
import pkg_a as pa

print(fr.x, fr.one, pa.three)
