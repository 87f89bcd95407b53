"""Module.

>>> modern.store.read("a")
'ra'
"""

import modern.store


def f():
    '''Escaped: >>> is no prompt.

    >>> modern.store.read("a\\n")
    >>> modern.store.read(
    ...     "b",
    ... )
    '''
    return modern.store.read("a")
