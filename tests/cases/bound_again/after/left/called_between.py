import old.mod as m


def use():
    return m


print(m.f)
m = 4
print(use())
