"""Trees that are deeper than Python lets functions call each other."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A chain of 500 `elif` takes some 4 frames each.
_DEPTH = 20_000


@contextmanager
def deep_trees() -> Iterator[None]:
    """Walk trees however deep `ast.parse` makes them: it refuses what is too deep."""
    # Frames of Python need no C stack.
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, _DEPTH))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
