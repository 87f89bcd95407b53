from typing import TYPE_CHECKING

import pkg_a.n

if TYPE_CHECKING:
    import pkg_b


def example(cursor) -> None:
    here: pkg_b.one = cursor
    return pkg_a.n.four(here)
