import frames as fr
import pkg_a as pa


def g():
    global fr
    fr = 1


print(pa.one)
