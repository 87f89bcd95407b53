"""Notebooks: what is edited in a cell changes nothing else of the file."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dr_refit.codemod.formats import read
from dr_refit.errors import FileRefused
from dr_refit.python.edits import Edit, apply
from dr_refit.python.ipython import mask
from tests.support.machine import ROOT

if TYPE_CHECKING:
    from pathlib import Path

_LINES = st.sampled_from(
    [
        "import a.b\n",
        'x = "é\\n\\"/"\n',
        "\n",
        "# \U0001f389 \x7f\t\n",
        "y = 1\r\n",
        "%time a.b()\n",
        "!ls {x}\n",
        "a.b?\n",
        "if x:\n    %pwd\n",
    ]
)
_CELLS = st.lists(st.lists(_LINES, max_size=5).map("".join), min_size=1, max_size=3)


def notebook(cells: list[str], indent: int | None, *, whole: bool, plain: bool) -> str:
    every = [
        {
            "cell_type": "code",
            "source": cell.rstrip("\n")
            if whole
            else cell.rstrip("\n").splitlines(keepends=True),
            "outputs": [{"text": ["import a.b\n", "\u00e9\n"]}],
        }
        for cell in cells
    ]
    found = {"metadata": {"a": 1.0}, "cells": every, "nbformat": 4}
    return json.dumps(found, indent=indent, ensure_ascii=plain)


@pytest.mark.parametrize(
    "path",
    sorted(ROOT.glob("tests/cases/*/after/**/*.ipynb")),
    ids=lambda path: str(path.relative_to(ROOT / "tests/cases")),
)
@pytest.mark.filterwarnings("ignore::nbformat.warnings.MissingIDFieldWarning")
def test_what_is_written_is_valid(path: Path) -> None:
    nbformat.validate(json.loads(path.read_bytes()))


def sources(data: bytes) -> list[str]:
    return ["".join(cell["source"]) for cell in json.loads(data)["cells"]]


def rest(data: bytes) -> object:
    found = json.loads(data)
    for cell in found["cells"]:
        del cell["source"]
    return found


@given(
    _CELLS,
    st.sampled_from([None, 1, 4]),
    st.booleans(),
    st.booleans(),
    st.data(),
)
def test_edits_change_nothing_else(
    cells: list[str], indent: int | None, whole: bool, plain: bool, data: st.DataObject
) -> None:
    text = notebook(cells, indent, whole=whole, plain=plain).encode()
    document = read("a.ipynb", text)
    if not document.fragments:
        assert not any(sources(text))
        return
    [fragment] = document.fragments
    segment = data.draw(st.sampled_from(fragment.segments))
    code = fragment.source.code[segment.code.start : segment.code.stop]
    starts = [0]
    for line in code.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    first, last = sorted(data.draw(st.tuples(*[st.sampled_from(starts)] * 2)))
    new = data.draw(st.sampled_from([b"", b"import c\n", b"# \xc3\xa9\nimport d\n"]))
    edit = Edit(
        start=segment.code.start + first, end=segment.code.start + last, text=new
    )
    if code != sources_code(text, segment.cell):
        return  # a magic is in it
    result = document.apply({fragment: [edit]})
    assert result.startswith(text[: segment.data.start])
    assert result.endswith(text[segment.data.stop :])
    assert rest(result) == rest(text)
    edited = apply(code, [Edit(start=first, end=last, text=new)]).decode()
    got = sources(result)[segment.cell - 1]
    assert got in {edited, edited.removesuffix("\n"), edited.removesuffix("\r\n")}


def sources_code(text: bytes, cell: int) -> bytes:
    code = sources(text)[cell - 1]
    return (code + ("\r\n" if "\r\n" in code else "\n")).encode()


@given(st.lists(_LINES, max_size=8).map("".join))
def test_what_is_masked_keeps_its_length(text: str) -> None:
    code = text.encode()
    masked = mask(code)
    assert len(masked.code) == len(code)
    restored = bytearray(masked.code)
    for each in masked.hidden:
        restored[each.start : each.stop] = code[each.start : each.stop]
    assert restored == code
    newlines = [at for at, byte in enumerate(code) if byte in b"\r\n"]
    assert newlines == [at for at, byte in enumerate(masked.code) if byte in b"\r\n"]


@pytest.mark.parametrize(
    "code",
    [
        "x = (1\n  % 2)\n",
        "x = 1 \\\n  % 2\n",
        '"""\n%time\n!ls\nx?\n"""\n',
        "# why?\nx = 1  # ok?\n",
        "print('?')\n",
    ],
)
def test_python_is_not_masked(code: str) -> None:
    assert mask(code.encode()).code == code.encode()


def test_no_edit_reaches_into_a_magic() -> None:
    text = notebook(["%time import a\n"], 1, whole=False, plain=True).encode()
    document = read("a.ipynb", text)
    [fragment] = document.fragments
    with pytest.raises(FileRefused):
        document.apply({fragment: [Edit(start=0, end=14, text=b"import b")]})
    edit = Edit(start=13, end=14, text=b"b")
    assert sources(document.apply({fragment: [edit]})) == ["%time import b"]


def test_of_two_members_of_the_same_name_the_last_counts() -> None:
    data = b'{"cells": [], "cells": [{"cell_type": "code", "source": "x", "source": "y"'
    [fragment] = read("a.ipynb", data + b"}]}").fragments
    assert fragment.source.code.startswith(b"y\n")


def test_large_outputs_are_skipped() -> None:
    found = json.loads(notebook(["import a\n"], None, whole=False, plain=True))
    found["cells"][0]["outputs"] = [{"data": {"image/png": "iVBOR" * 2_000_000}}]
    data = json.dumps(found).encode()
    started = time.process_time()
    assert read("a.ipynb", data).fragments
    # 0.1 s; many times that if each character was looked at.
    assert time.process_time() - started < 2
