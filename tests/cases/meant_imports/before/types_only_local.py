from typing import TYPE_CHECKING

import pkg_a.n

if TYPE_CHECKING:
    import pkg_a.m


def example(cursor) -> None:
    here: pkg_a.m.one = cursor
    return pkg_a.n.four(here)
