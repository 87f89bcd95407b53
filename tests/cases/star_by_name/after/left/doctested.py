from old import *


def use():
    '''
    >>> g()
    '''
    return f
