"""In a class a private name of the module is another one."""

import old
import new
import old as _F__o
from new import __one, two as __two


class A:
    def f(self):
        return __one() + old.__one


class F:
    def f(self):
        return new.two, __o.stays

    def g(self, __o):
        return __o.two


print(__one, __two, new.__one, old._A__one)
