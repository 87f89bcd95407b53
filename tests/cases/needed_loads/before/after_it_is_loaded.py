"""A function is called behind the import of what it uses."""

import pkg_a


def use():
    return pkg_a.m.one()


import pkg_a.m

use()
