from app import plain, spelled
from app.api import low as it
import new

NAME = "old"


def use(x):
    return x.old.g()


print(use(it))
print(new.f(), new.f())
print(plain.a(), spelled.a())
