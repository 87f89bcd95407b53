"""Types in comments, which type checkers read as code."""

import b
import c
from typing import Dict, List  # noqa: UP035

x = None  # type: b.one
r = 1; t = 2  # type: b.one
y = [
    c.two,
]  # type: List[c.two]  # noqa
z = {}  # type: Dict[str, b.one]
i = c.two()  # type: ignore
j = c.two()  # type: ignore[attr-defined]
s = "# type: k.one"
é = "é"  # type: b.one


def f(
    p,  # type: b.one
    q=None,  # type: "c.two"
    *args  # type: c.two
):
    # type: (...) -> b.one
    """A docstring."""
    for n in p:  # type: b.one
        pass
    with p as w:  # type: c.two
        v = w  # type: List["b.one"]
    return v


def g(p, q):  # type: (b.one, List[c.two]) -> b.one
    return p


class C:
    def method(self, k):
        # type: (b.one) -> None
        self.x = k.one  # type: k.one
        # type: k.two is no type here

    attribute = None  # type: c.two
