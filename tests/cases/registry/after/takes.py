"""What is taken of entries of `sys.modules`."""

import sys


def once():
    m = sys.modules.get("new")
    if m:
        m.one()


def bound():
    if (m := sys.modules.get("new", None)) is not None and m.f:
        m.f()


def handed_on():
    m = sys.modules.get("old")
    use(m)
