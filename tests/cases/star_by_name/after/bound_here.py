from new import f


def g(): ...


print(f, g)
