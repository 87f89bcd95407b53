"""One branch takes the new home, and the other is for where that is missing."""

import importlib.util
import sys
from contextlib import suppress

try:
    from new import one
except ModuleNotFoundError:
    from old import one, two

try:
    import yaml
    from old import one as a
except (ImportError, RuntimeError):
    yaml = None
    from new import one as a

try:
    import new.mod as mod
except:
    import old.mod as mod

try:
    from new.mod import f
except Exception:
    try:
        from between import f
    except ImportError:
        from old.mod import f
else:
    print(f)
finally:
    print("done")

if sys.version_info >= (3, 11):
    from new import one as b
elif sys.version_info >= (3, 9):
    from old import one as b
else:
    from older import one as b

if importlib.util.find_spec("new"):
    import new

    c = new.one
else:
    import old

    c = old.one

match sys.version_info[:2]:
    case (3, 12):
        from new import one as d
    case _:
        from old import one as d

with suppress(ImportError):
    from new import one as e
if e is None:
    from old import one as e

g = None
try:
    from new import one as g
except ImportError:
    pass
if g is None:
    from old import one as g


def here():
    try:
        from new import one
    except ImportError:
        from old import one
    return one


def early():
    if sys.version_info >= (3, 11):
        from new import one

        return one
    from old import one

    return one


class Here:
    try:
        from new import one
    except ImportError:
        from old import one as one
