"""A function is called before the import of what it uses: somebody else loaded it."""

import pkg_b


def use():
    return pkg_b.one()


use()
