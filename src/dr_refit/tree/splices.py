"""What differs between two contents of a file, in little room."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from dr_refit.tree.model import Rewrite, Splice, digest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: A difference of so few bytes is not taken apart.
_SMALL = 1024
#: By so many bytes the two contents are recognised, and so far they may have shifted.
_ANCHOR = 64
_SHIFT = 4096


def rewrite_between(path: str, old: bytes, new: bytes) -> Rewrite:
    """Return the rewrite of a file that makes one content the other."""
    splices = tuple(_splices(old, new, 0))
    return Rewrite(path=path, digest=digest(old), splices=splices)


def _splices(old: bytes, new: bytes, offset: int) -> Iterator[Splice]:
    """Yield what differs, in order; `offset` is where the old bytes stand.

    What both have in the middle takes the rest apart in two.
    """
    shorter = min(len(old), len(new))
    front = _longest(shorter, lambda size: old[:size] == new[:size])
    back = _longest(shorter - front, lambda size: old.endswith(new[-size:]))
    old, new = old[front : len(old) - back], new[front : len(new) - back]
    offset += front
    if not old and not new:
        return
    middle = len(old) // 2
    anchor = old[middle : middle + _ANCHOR]
    near = max(middle - _SHIFT, 0), middle + _SHIFT
    at = new.find(anchor, *near) if len(old) > _SMALL else -1
    if at < 0:
        yield Splice(offset, offset + len(old), new)
    else:
        yield from _splices(old[:middle], new[:at], offset)
        yield from _splices(old[middle:], new[at:], offset + middle)


def _longest(limit: int, fits: Callable[[int], bool]) -> int:
    """Return the largest size up to a limit that fits, where all smaller ones do."""
    return bisect_left(range(1, limit + 1), True, key=lambda size: not fits(size))
