"""A function is called before the import of what it uses: somebody else loaded it."""

import pkg_a


def use():
    return pkg_a.m.one()


use()
import pkg_a.m
