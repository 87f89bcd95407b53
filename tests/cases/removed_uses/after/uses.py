from old import gone
from old.here import Lost as L
from new.here import kept

gone()
kept(gone, gone.y)
x: "L" = L()


def f(gone):
    return gone()


class C(L):
    """gone, and L."""

    gone = 1
    y = gone


try:
    pass
except L:
    del gone
