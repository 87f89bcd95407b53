import frames as pa

print(pa.one)
import frames as fr

print(pa.one, fr.x)


def g():
    return pa.one
