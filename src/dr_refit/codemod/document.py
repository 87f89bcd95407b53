"""A file as pieces of Python, and the way from these back into its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from dr_refit.errors import FileRefused
from dr_refit.findings import Code, Finding, Position
from dr_refit.python.edits import Edit, apply

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dr_refit.python.namespaces import Namespace
    from dr_refit.python.source import Source


class Segment(NamedTuple):
    """Where some whole lines of a fragment's code stand in the file."""

    code: range
    data: range
    #: Return what stands in the file after edits, which count from its start.
    write: Callable[[Sequence[Edit]], bytes]
    #: The cell of a notebook, 1-based; 0 elsewhere.
    cell: int = 0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Fragment:
    """A Python text of its own: all of a file, or a piece of it."""

    source: Source
    #: In order; what is in none of them only holds the text together.
    segments: tuple[Segment, ...]
    namespace: Namespace
    #: What it is called where a file has several.
    label: str = ""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Document:
    """A file, and the Python in it."""

    path: str
    data: bytes
    fragments: tuple[Fragment, ...]
    #: What there is to report of the file itself.
    findings: tuple[Finding, ...] = ()

    def position(self, fragment: Fragment, within: Position) -> Position:
        """Return where in the file a position of a fragment is."""
        for segment in reversed(fragment.segments):
            first, _ = fragment.source.position(segment.code.start)
            if first <= within.line:
                line = within.line - first + 1
                return Position(line=line, column=within.column, cell=segment.cell)
        return within

    def line_at(self, position: Position) -> bytes:
        """Return the line of code that has a position in the file; else nothing."""
        for fragment in self.fragments:
            for segment in fragment.segments:
                if segment.cell == position.cell:
                    code = fragment.source.code[segment.code.start : segment.code.stop]
                    lines = code.splitlines()
                    return b"".join(lines[position.line - 1 : position.line])
        return b""

    def apply(self, edits: Mapping[Fragment, Sequence[Edit]]) -> bytes:
        """Return the bytes of the file after edits of its fragments.

        What no edited segment holds stays byte for byte. FileRefused for an edit that
        is in no segment, or where the new code cannot be written.
        """
        replaced = sorted(
            (
                edit
                for fragment, own in edits.items()
                for edit in _translate(fragment, own)
            ),
            key=lambda edit: edit.start,
        )
        assert all(one.end <= other.start for one, other in pairwise(replaced))
        return apply(self.data, replaced)


def _translate(fragment: Fragment, edits: Sequence[Edit]) -> list[Edit]:
    """Return the edits of the file that edits of a fragment come to."""
    left = edits
    result = []
    for segment in fragment.segments:
        start, stop = segment.code.start, segment.code.stop
        own: list[Edit] = []
        others: list[Edit] = []
        for one in left:
            is_inside = start <= one.start and one.end <= stop
            (own if is_inside else others).append(one)
        left = others
        if not own:
            continue
        inside = [
            Edit(start=one.start - start, end=one.end - start, text=one.text)
            for one in own
        ]
        data = segment.data
        text = segment.write(inside)
        result.append(Edit(start=data.start, end=data.stop, text=text))
    if left:
        line, _ = fragment.source.position(left[0].start)
        message = "internal check failed: an edit would reach over pieces of the file"
        raise FileRefused(Code.NOT_VERIFIED, message, line)
    return result
