from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from old import Base


def h(base: Base): ...
