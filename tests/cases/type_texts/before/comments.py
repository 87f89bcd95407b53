"""Types in comments, which type checkers read as code."""

import a.m as k
from typing import Dict, List  # noqa: UP035

x = None  # type: k.one
r = 1; t = 2  # type: k.one
y = [
    k.two,
]  # type: List[k.two]  # noqa
z = {}  # type: Dict[str, k.one]
i = k.two()  # type: ignore
j = k.two()  # type: ignore[attr-defined]
s = "# type: k.one"
é = "é"  # type: k.one


def f(
    p,  # type: k.one
    q=None,  # type: "k.two"
    *args  # type: k.two
):
    # type: (...) -> k.one
    """A docstring."""
    for n in p:  # type: k.one
        pass
    with p as w:  # type: k.two
        v = w  # type: List["k.one"]
    return v


def g(p, q):  # type: (k.one, List[k.two]) -> k.one
    return p


class C:
    def method(self, k):
        # type: (k.one) -> None
        self.x = k.one  # type: k.one
        # type: k.two is no type here

    attribute = None  # type: k.two
