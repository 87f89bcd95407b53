"""In a class a private name of the module is another one."""

import old
import old as _F__o
from old import __one, two as __two


class A:
    def f(self):
        return __one() + old.__one


class F:
    def f(self):
        return __o.two, __o.stays

    def g(self, __o):
        return __o.two


print(__one, __two, old.__one, old._A__one)
