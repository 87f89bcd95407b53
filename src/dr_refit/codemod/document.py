"""A file as pieces of code, some in others, and the way back into its bytes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from dr_refit.codes import Code
from dr_refit.errors import FileRefused
from dr_refit.findings import Finding, Position
from dr_refit.python.edits import Edit, apply
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from dr_refit.codes import Kind
    from dr_refit.python.namespaces import Namespace
    from dr_refit.python.source import Source

    type Edits = Mapping[Fragment, Sequence[Edit]]


class Segment(NamedTuple):
    """Where some whole lines of a piece stand: in the file, or in what holds it."""

    code: range
    data: range
    #: Return the edits there that edits of the code come to; all count from its start.
    #: None: the code stands there as it is.
    write: Callable[[Sequence[Edit]], Sequence[Edit]] | None
    #: The cell of a notebook, 1-based; 0 elsewhere.
    cell: int = 0
    #: How many characters stand before its first line, and each other, there.
    indent: int = 0


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Fragment:
    """A text of its own, Python or for a shell: all of a file, or a piece of it."""

    source: Source
    #: In order; what is in none of them only holds the text together.
    segments: tuple[Segment, ...]
    namespace: Namespace
    #: What it is called where a file has several.
    label: str = ""
    #: What all edits of it are about; None: each is of the kind of its rule.
    kind: Kind | None = None
    #: In whose code the segments stand; None: in the file.
    within: Fragment | None = None
    #: So many bytes of the code, whole lines at its start, repeat imports that stand
    #: elsewhere, and that its names mean: they are rewritten where they stand.
    borrowed: int = 0
    #: Stretches of the code that stand for something else: no edit of its own is there.
    hidden: tuple[range, ...] = ()
    #: The quote that it stands in, and that nothing of it has.
    quote: str = ""
    #: Its words are those of a list: a blank stands for all that is between two.
    is_list: bool = False
    #: Where in what holds it each byte stands; empty: line by line as it says itself.
    stands: Sequence[int] = ()

    @property
    def code(self) -> bytes:
        """Its text."""
        return self.source.code

    @property
    def is_made(self) -> bool:
        """Whether it is made of strings: the rule for these has what they name."""
        return bool(self.stands) and self.segments[0].write is not None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Document:
    """A file, and the pieces of it."""

    path: str
    data: bytes
    fragments: tuple[Fragment, ...] = ()
    #: Fragments that stand in one of these.
    nested: tuple[Fragment, ...] = ()
    #: Texts for a shell, in the file or in one of these.
    shells: tuple[Fragment, ...] = ()
    #: YAML, TOML and the like, whose values may be renamed.
    settings: tuple[Fragment, ...] = ()
    #: Texts in which fragments stand, and that are not edited themselves.
    holders: tuple[Fragment, ...] = ()
    #: What is there to be read: what it still names is said.
    prose: tuple[Fragment, ...] = ()
    #: What there is to report of the file itself.
    findings: tuple[Finding, ...] = ()
    #: It is a module by its name, and may import what is beside it.
    is_module: bool = True

    def with_data(self, data: bytes) -> Document:
        """Return the file with other bytes, whose pieces are not looked at."""
        return Document(path=self.path, data=data, is_module=self.is_module)

    def position(self, piece: Fragment, within: Position) -> Position:
        """Return where in the file a position of a piece is."""
        if not within.line:
            return within
        if piece.stands and piece.within:
            there = piece.stands[piece.source.offset_of(within)]
            return self.position(piece.within, piece.within.source.position(there))
        at = within
        for segment in reversed(piece.segments):
            first = piece.code.count(b"\n", 0, segment.code.start) + 1
            if first <= within.line:
                line = within.line - first + 1
                if not segment.cell:
                    held = piece.within.code if piece.within else self.data
                    line += held.count(b"\n", 0, segment.data.start)
                column = within.column + (segment.indent if within.column else 0)
                at = Position(line=line, column=column, cell=segment.cell)
                break
        return self.position(piece.within, at) if piece.within else at

    def line_at(self, position: Position) -> bytes:
        """Return the line of code that has a position in the file; else nothing."""
        for fragment in self.fragments:
            for segment in fragment.segments:
                if segment.cell == position.cell:
                    code = fragment.code[segment.code.start : segment.code.stop]
                    return b"".join(code.splitlines()[position.line - 1 :][:1])
        return b""

    def told_apart(self, edits: Edits) -> Edits:
        """Return edits each of which is one of the innermost piece that it is in.

        A docstring, say, in which a name is written anew, and the code in it.
        """
        result = {piece: [*own] for piece, own in edits.items()}
        for piece in (*self.holders, *self.nested, *self.shells, *self.settings):
            if piece.within is None or not result.get(piece.within):
                continue
            own = result.get(piece, [])
            told = dict(_inside(piece, result[piece.within]))
            added = (n for n in told.values() if not any(_says(o, n) for o in own))
            left = [one for one in result[piece.within] if one not in told]
            result |= {piece.within: left, piece: [*own, *added]}
        return {piece: own for piece, own in result.items() if own}

    def apply(self, edits: Edits) -> bytes:
        """Return the bytes of the file after edits of its pieces.

        What no edited segment holds stays byte for byte. FileRefused for an edit that
        is in no segment, or where the new code cannot be written.
        """
        return apply(self.data, self._translated(edits)[None])

    def codes(self, edits: Edits) -> list[bytes]:
        """Return the text of each piece after the edits, but for what it borrows.

        Of what is hidden in one, no more is there than that it is.
        """
        shown = {one: own for one, own in edits.items() if not _is_hidden(one)}
        written: dict[Fragment | None, Sequence[Edit]] = dict(edits.items())
        written |= self._translated(shown)
        every = (*self.fragments, *self.nested, *self.shells, *self.settings)
        codes = {one: apply(one.code, written.get(one, ())) for one in every}
        codes |= {o: b" ".join(codes[o].split()) for o in every if o.is_list}
        return [code[_borrowed(one, edits) :] for one, code in codes.items()]

    @property
    def pieces(self) -> Iterator[Fragment]:
        """What it consists of, before what stands in it."""
        return chain(
            self.fragments, self.holders, self.nested, self.shells, self.settings
        )

    def _translated(self, edits: Edits) -> dict[Fragment | None, list[Edit]]:
        """Return all edits of each piece, those of the file itself under None."""
        every: dict[Fragment | None, list[Edit]] = {None: []}
        for piece, own in edits.items():
            every.setdefault(piece, []).extend(own)
        for piece in sorted(self.pieces, key=_depth, reverse=True):
            if piece in every:
                _check_shown(piece, edits.get(piece, ()))
                mine = every[piece] = _in_order(piece, every[piece])
                every.setdefault(piece.within, []).extend(_translate(piece, mine))
        every[None].sort(key=lambda edit: edit.start)
        assert all(one.end <= other.start for one, other in pairwise(every[None]))
        return every


def _depth(piece: Fragment) -> int:
    """Return how many pieces a piece stands in."""
    return 1 + _depth(piece.within) if piece.within else 0


def _check_shown(piece: Fragment, edits: Sequence[Edit]) -> None:
    """Refuse (FileRefused) edits of what is hidden."""
    for edit in edits:
        if any(edit.start < o.stop and edit.end > o.start for o in piece.hidden):
            message = "internal check failed: an edit would reach into a magic"
            raise FileRefused(Code.NOT_VERIFIED, message)


def _is_hidden(piece: Fragment) -> bool:
    """Return whether what holds a piece does not show it: a magic."""
    stretches = piece.within.hidden if piece.within else ()
    return any(piece.segments[0].data.start in one for one in stretches)


def _inside(piece: Fragment, edits: Sequence[Edit]) -> Iterator[tuple[Edit, Edit]]:
    """Yield the edits of what holds a piece that are in it, and what they are there.

    Each line of the piece is the end of one of what holds it, behind its indentation.
    """
    held = piece.within.code if piece.within else b""
    for one in edits if piece.stands else ():
        if one.start in piece.stands and one.end - 1 in piece.stands:
            start, last = map(piece.stands.index, (one.start, one.end - 1))
            if piece.code[start : last + 1] == held[one.start : one.end]:
                yield one, Edit(start=start, end=last + 1, text=one.text)
    for segment in piece.segments if not piece.stands else ():
        first, last = segment.data.start, segment.data.stop
        lines = piece.code[segment.code.start : segment.code.stop].split(b"\n")
        for one in edits:
            number = held.count(b"\n", first, one.start)
            if not (first <= one.start and one.end <= last) or number >= len(lines):
                continue
            stop = held.find(b"\n", one.start)
            behind = (len(held) if stop < 0 else stop) - one.start
            at = sum(len(line) + 1 for line in lines[: number + 1]) - 1 - behind
            start = segment.code.start + at
            end = start + one.end - one.start
            if piece.code[start:end] == held[one.start : one.end]:
                yield one, Edit(start=start, end=end, text=one.text)


def _says(inner: Edit, outer: Edit) -> bool:
    """Return whether an edit of a piece writes what one of what holds it does."""
    within = inner.start <= outer.start and outer.end <= inner.end
    return within and bool(outer.text) and outer.text in inner.text


def _in_order(piece: Fragment, edits: list[Edit]) -> list[Edit]:
    result = sorted(edits, key=lambda edit: (edit.start, edit.end))
    for one, other in pairwise(result):
        if one.end > other.start:
            message = "a piece of the file, and what it stands in, would both change"
            line = piece.code.count(b"\n", 0, other.start) + 1
            raise FileRefused(Code.NOT_VERIFIED, message, line)
    return result


def _borrowed(piece: Fragment, edits: Edits) -> int:
    """Return how much of the new code of a piece stands elsewhere."""
    size = piece.borrowed
    elsewhere = [one for one in edits.get(piece, ()) if one.start < size]
    return size + sum(len(one.text) - (one.end - one.start) for one in elsewhere)


def _translate(piece: Fragment, edits: Sequence[Edit]) -> list[Edit]:
    """Return the edits of what holds a piece that edits of the piece come to."""
    code = piece.code
    # In their order, so that a segment finds its own without asking for all of them.
    left = {
        number: one for number, one in enumerate(edits) if one.start >= piece.borrowed
    }
    starts = [one.start for one in edits]
    result = []
    for segment in piece.segments:
        start, stop = segment.code.start, segment.code.stop
        near = range(bisect_left(starts, start), bisect_right(starts, stop))
        taken = [at for at in near if at in left and left[at].end <= stop]
        own = [left.pop(at) for at in taken]
        if not own:
            continue
        inside = [
            Edit(start=one.start - start, end=one.end - start, text=one.text)
            for one in own
        ]
        first = segment.data.start
        there = inside if segment.write is None else segment.write(inside)
        result += [
            Edit(start=first + one.start, end=first + one.end, text=one.text)
            for one in there
        ]
    if left:
        line = code.count(b"\n", 0, next(iter(left.values())).start) + 1
        message = "internal check failed: an edit would reach over pieces of the file"
        raise FileRefused(Code.NOT_VERIFIED, message, line)
    return result


class Renamed(NamedTuple):
    """What becomes of texts of a file that are no Python."""

    edits: Mapping[Fragment, Sequence[Edit]] = {}
    #: By the text to whose code their positions belong.
    findings: Sequence[tuple[Fragment, Finding]] = ()
    #: The migrations whose distributions they install.
    installed: frozenset[str] = frozenset()
