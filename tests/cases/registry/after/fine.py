"""Nothing that moved is used of what is asked for."""

import sys


def stays():
    m = sys.modules.get("old")
    return m and m.stays()


def instance(x):
    old = sys.modules.get("old")
    return x if old is None else old.stays


def asks():
    sys.modules.pop("old", None)
    return "old" in sys.modules


def is_there():
    return "old" in sys.modules
