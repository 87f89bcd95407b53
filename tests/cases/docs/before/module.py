"""Module.

>>> legacy.io.read("a")
'ra'
"""

import legacy.io


def f():
    '''Escaped: >>> is no prompt.

    >>> legacy.io.read("a\\n")
    >>> legacy.io.read(
    ...     "b",
    ... )
    '''
    return legacy.io.read("a")
