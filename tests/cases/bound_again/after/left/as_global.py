import old.mod as m


def setup():
    global m
    m = 3


print(m.f)
setup()
print(m)
