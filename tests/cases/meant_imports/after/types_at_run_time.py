from typing import TYPE_CHECKING

import pkg_a.n

if TYPE_CHECKING:
    import pkg_a.m


def example(cursor: pkg_a.m.one) -> None:
    return pkg_a.n.four
