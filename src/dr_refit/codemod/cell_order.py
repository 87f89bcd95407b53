"""The cells of a notebook as another writing of it has them, and all else as it was."""

from __future__ import annotations

import json
from itertools import takewhile
from typing import TYPE_CHECKING

from dr_refit.codemod.formats import read
from dr_refit.python.edits import Edit, apply

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def with_cells(path: str, data: bytes, other: bytes) -> bytes:
    """Return a notebook with the code of its cells that `other` has.

    Who writes a notebook anew writes the whole of its JSON; here the rest stays.
    """
    if data == other:
        return data
    return apply(data, [*_edits(path, data, _sources(data), _sources(other))])


def _edits(
    path: str, data: bytes, old: Sequence[str], new: Sequence[str]
) -> Iterator[Edit]:
    for fragment in read(path, data).fragments:
        for segment in fragment.segments:
            here, there = old[segment.cell - 1], new[segment.cell - 1]
            if here == there or segment.write is None:
                continue
            for edit in segment.write([_between(here, there)]):
                at = segment.data.start
                yield Edit(start=at + edit.start, end=at + edit.end, text=edit.text)


def _sources(data: bytes) -> list[str]:
    """Return the sources of all cells."""
    cells = json.loads(data).get("cells", ())
    return ["".join(cell.get("source", "")) for cell in cells]


def _between(old: str, new: str) -> Edit:
    """Return the edit of the lines that differ."""
    before, after = (text.splitlines(keepends=True) for text in (old, new))
    first = _same(before, after)
    last = _same(before[first:][::-1], after[first:][::-1])
    start = len("".join(before[:first]).encode())
    end = len("".join(before[: len(before) - last]).encode())
    text = "".join(after[first : len(after) - last]).encode()
    return Edit(start=start, end=end, text=text)


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many lines at the start of both are the same."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
