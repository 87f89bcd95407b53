"""Documents: edits of pieces of Python come to edits of the file around them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from dr_refit.codemod.document import Document, Fragment, Segment
from dr_refit.codemod.formats import FORMATS, format_of, read
from dr_refit.codemod.formats.marimo import MarimoFormat
from dr_refit.errors import FileRefused
from dr_refit.findings import Position
from dr_refit.python.edits import Edit, apply
from dr_refit.python.namespaces import MARIMO, MODULE
from dr_refit.python.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: Two pieces, indented by two spaces each.
DATA = b"<a>\n  x = 1\n  y = 2\n</a>\n<b>\n  z = 3\n</b>\n"
CODE = b"x = 1\ny = 2\nz = 3\n"


def indented(code: bytes) -> Callable[[Sequence[Edit]], Sequence[Edit]]:
    def write(edits: Sequence[Edit]) -> Sequence[Edit]:
        lines = apply(code, edits).splitlines(keepends=True)
        end = len(code) + 2 * code.count(b"\n")
        return [Edit(start=0, end=end, text=b"".join(b"  " + one for one in lines))]

    return write


FRAGMENT = Fragment(
    source=Source.of_code("a", CODE),
    segments=(
        Segment(range(12), range(4, 20), indented(CODE[:12]), 1),
        Segment(range(12, 18), range(29, 37), indented(CODE[12:]), 2),
    ),
    namespace=MODULE,
)
DOCUMENT = Document(path="a", data=DATA, fragments=(FRAGMENT,))


def test_only_edited_pieces_are_written() -> None:
    edits = [Edit(start=12, end=13, text=b"a = 0\nzz")]
    new = DOCUMENT.apply({FRAGMENT: edits})
    assert new == DATA.replace(b"  z = 3", b"  a = 0\n  zz = 3")
    assert DOCUMENT.apply({FRAGMENT: []}) == DATA
    assert DOCUMENT.apply({}) == DATA


def test_a_piece_stands_in_another() -> None:
    held = b"# one\n  # two\nx = 1\n"
    holder = Fragment(
        source=Source.of_code("a", held),
        segments=(Segment(range(len(held)), range(len(held)), None),),
        namespace=MODULE,
    )
    inner = Fragment(
        source=Source.of_code("a", b"import a\ntwo\n"),
        segments=(
            Segment(
                range(9, 13),
                range(6, 14),
                lambda own: [Edit(start=0, end=8, text=b"  " + apply(b"two\n", own))],
                indent=2,
            ),
        ),
        namespace=MODULE,
        kind="docs",
        within=holder,
        borrowed=9,
    )
    document = Document(path="a", data=held, fragments=(holder,), nested=(inner,))
    edits = {
        holder: [Edit(start=18, end=19, text=b"2")],
        inner: [
            Edit(start=7, end=8, text=b"bb"),
            Edit(start=9, end=12, text=b"three"),
        ],
    }
    new = document.apply(edits)
    assert new == b"# one\n  three\nx = 2\n"
    assert document.codes(edits) == [new, b"three\n"]
    assert document.position(inner, Position(line=2, column=1)) == (2, 3, 0)
    with pytest.raises(FileRefused):
        document.apply({**edits, holder: [Edit(start=7, end=9, text=b"")]})


def test_no_edit_reaches_over_pieces() -> None:
    edits = [Edit(start=10, end=13, text=b"4")]
    with pytest.raises(FileRefused):
        DOCUMENT.apply({FRAGMENT: edits})


@pytest.mark.parametrize(
    ("line", "cell", "inside"), [(1, 1, 1), (2, 1, 2), (3, 2, 1), (0, 0, 0)]
)
def test_positions_are_those_of_a_piece(line: int, cell: int, inside: int) -> None:
    found = DOCUMENT.position(FRAGMENT, Position(line=line, column=3))
    assert (found.cell, found.line, found.column) == (cell, inside, 3)


@pytest.mark.parametrize(
    "data",
    [
        b"x = 1\n",
        b"\xef\xbb\xbfx = 1\r\n",
        "# coding: latin-1\né = 1\n".encode("latin-1"),
    ],
)
def test_a_python_file_is_one_piece(data: bytes) -> None:
    document = read("a.py", data)
    [fragment] = document.fragments
    assert document.apply({fragment: []}) == data
    at = fragment.source.code.index(b"= 1") + 2
    edit = Edit(start=at, end=at + 1, text=b"2")
    assert document.apply({fragment: [edit]}) == data.replace(b"= 1", b"= 2")


def test_many_edits_take_no_longer_each_than_few() -> None:
    document = read("a.py", b"x\n" * 20_000)
    edits = [Edit(start=at, end=at + 1, text=b"yy") for at in range(0, 40_000, 2)]
    started = time.process_time()
    assert document.apply({document.fragments[0]: edits}) == b"yy\n" * 20_000
    # 0.1 s, and 20 s where each edit is compared with each.
    assert time.process_time() - started < 3


def test_formats() -> None:
    assert isinstance(format_of("a.py", b"import marimo\n"), MarimoFormat)
    assert read("a.py", b"import marimo\n").fragments[0].namespace is MARIMO
    assert read("a.pyi", b"import x\n").fragments[0].namespace is MODULE
    assert format_of("a.txt", b"import x\n") is None
    assert FORMATS
    with pytest.raises(FileRefused):
        read("a.txt", b"")
