from __future__ import annotations

from typing import TYPE_CHECKING

import pkg_a.n

if TYPE_CHECKING:
    import pkg_b


def example(cursor: pkg_b.one) -> None:
    return pkg_a.n.four
