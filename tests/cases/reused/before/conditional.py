if x:
    import frames as fr
import pkg_a as pa

print(pa.one)
