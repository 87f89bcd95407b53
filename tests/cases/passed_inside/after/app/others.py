class Settings:
    lib = 1


def use(x):
    return x.lib, Settings().lib
