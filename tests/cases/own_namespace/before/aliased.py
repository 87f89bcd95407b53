"""The module's own names by way of variables."""

import sys

import old

names = globals()
me = sys.modules[__name__]
names["old"].f(), names.get("old").f()
if (inside := me.__dict__) is not None:
    inside["old"].f()


def show():
    return me.old.f(), getattr(me, "old").f(), old.f()
