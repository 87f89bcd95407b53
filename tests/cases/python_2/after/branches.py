"""What Python 2 alone runs is left to it, whatever stands in the other branch."""

import sys

import six

PY3 = sys.version_info[0] == 3

if PY3:
    from io import StringIO
else:
    from old import f

if sys.version_info >= (3, 0):
    unicode = str
elif True:
    from old import f as a

if sys.version_info[0] < 3 and sys.platform != "win32":
    from old import f as b, kept

if not (sys.version_info.major >= 3):
    import old.mod as c

    c.run()


def later():
    if six.PY2:
        from old import g

        return g()
    import old
    import new

    return old.g() if sys.version_info[:1] == (2,) else new.f()


if sys.version_info > (2, 7, 18) or later:
    bytes_type = bytes
else:
    from old import (
        f as d,
        g as e,
    )

if (2, 7) < sys.version_info < (3, 0):
    from old import f as h
