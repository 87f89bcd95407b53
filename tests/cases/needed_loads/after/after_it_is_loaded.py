"""A function is called behind the import of what it uses."""



def use():
    return pkg_b.one()


import pkg_b

use()
