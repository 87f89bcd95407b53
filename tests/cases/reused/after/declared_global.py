import frames as fr
import frames as pa


def g():
    global fr
    fr = 1


print(pa.one)
