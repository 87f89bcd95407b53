from app import plain, spelled
from app.api import low as it
from app.package import low

NAME = "old"


def use(x):
    return x.old.g()


print(use(it))
print(it.old.f(), low.old.f())
print(plain.a(), spelled.a())
