"""A large file, parsed piece by piece, is what it is as a whole."""

from __future__ import annotations

import ast
import warnings
from typing import TYPE_CHECKING

import pytest

from dr_refit.errors import FileRefused
from dr_refit.python import source
from dr_refit.python.mangling import PRIVATE, mangle
from dr_refit.python.source import Source
from tests.support.standard_library import standard_library

if TYPE_CHECKING:
    from pathlib import Path

LARGE = sorted(standard_library(), key=lambda path: -path.stat().st_size)[:16]


def dumped(tree: ast.Module) -> str:
    return ast.dump(tree, include_attributes=True)


def whole(code: bytes) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(code.decode())


@pytest.mark.corpus
@pytest.mark.parametrize("path", LARGE, ids=lambda path: path.name)
def test_the_standard_library(path: Path) -> None:
    try:
        read = Source(str(path), path.read_bytes())
        expected = whole(read.code)
    except (FileRefused, SyntaxError):
        return
    mangle(expected, read.lines_with(PRIVATE))
    assert dumped(read.tree) == dumped(expected)


PARTS = {
    "definitions": "\n\ndef f(a):\n    return a\n",
    "decorators": "\n\n@f\n@f\nclass A:\n    x = 1\n",
    "a string of code": '\n\ns = """\n\ndef f(:\n\n@\n"""\n',
    "brackets around code": "\n\nx = [\n\n1,\n\n# def f():\n\n\n]\n",
    "branches": "\n\nif x:\n\n    def g(): ...\n\nelse:\n    pass\n",
    "a comment": "\n\n# caf\u00e9\n\nasync def h(): ...\n",
    "a form feed": "\n\n\f\n\ndef f(): ...\n",
}


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(source, "_CHUNK", 30)


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("name", sorted(PARTS))
def test_pieces(name: str, newline: str) -> None:
    text = "from __future__ import annotations\n" + PARTS[name] * 3 + PARTS["branches"]
    code = text.replace("\n", newline).encode()
    assert dumped(Source.of_code("x", code).tree) == dumped(whole(code))


@pytest.mark.usefixtures("small_chunks")
@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        ("x = (\n", 11),
        ("def f(:\n", 11),
        ('"""\n', 11),
        ("\n\ndef g(): ...\n  y\n", 14),
    ],
)
def test_an_error_is_where_it_is(wrong: str, line: int) -> None:
    code = ("\n\ndef f(a):\n    return a\n\n" * 2 + wrong).encode()
    with pytest.raises(FileRefused) as found:
        _ = Source.of_code("x", code).tree
    assert (found.value.code, found.value.position.line) == ("syntax-error", line)
