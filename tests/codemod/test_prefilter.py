"""Which files are parsed: all that may hold a name, and few others."""

from __future__ import annotations

import json

import pytest

from dr_refit.codemod.formats import format_named
from dr_refit.codemod.prefilter import Prefilter
from dr_refit.migration.moves import command_line
from dr_refit.migration.table import MoveTable
from dr_refit.migration.toml import load_shipped
from dr_refit.python.likely import seem_starred
from dr_refit.tree.discover import File

TABLE = MoveTable([command_line(["old.testing.assert_all=new.assert_all"], [])])


def lets_through(data: bytes, package: str = "") -> bool:
    form = format_named("a.py")
    assert form is not None
    prefilter, file = Prefilter(TABLE), File("a.py", package)
    stars = seem_starred(form.plain(data), file.likely_package)
    return prefilter.names_package(data, file, form) and prefilter.names_rule(
        data, file, form, stars
    )


@pytest.mark.parametrize(
    "data",
    [
        b"from old.testing import assert_all\n",
        b"from old.testing import *\n",
        "from old.testing import \uff41ssert_all\n".encode(),
        "import old\nold.testing.\U0001d41assert_all\n".encode(),
        # Python reads what it declares, and 0xaa is a feminine ordinal there.
        b"# coding: latin-1\nimport old\nold.testing.\xaassert_all\n",
        b"# coding: latin-1\nimport old\nold.testing.\xc2\xaassert_all\n",
    ],
)
def test_what_may_hold_a_name_is_parsed(data: bytes) -> None:
    assert lets_through(data)


@pytest.mark.parametrize(
    "data",
    [
        b"from old.testing import assert_none\n",
        b"import older\nfrom .testing import *\nassert_all\n",
        b"import old\nfrom .testing import *\n",
        # A character that could stand for another, in no name that moves.
        "import old\nx = 'CO\u2082 \u00aa'\n".encode(),
        "import old\n\uff41ssert_none = 1\n".encode(),
    ],
)
def test_what_holds_none_is_not_parsed(data: bytes) -> None:
    assert not lets_through(data)


def test_a_star_of_a_neighbour_counts_in_the_package_itself() -> None:
    data = b"import old\nfrom .testing import *\n"
    assert lets_through(data, package="old")


def is_silent(path: str, data: bytes, package: str = "") -> bool:
    form = format_named(path)
    assert form is not None
    prefilter = Prefilter(MoveTable(load_shipped()), marks=["new_home"])
    return prefilter.is_silent(data, File(path, package), form)


def notebook(source: str, key: str = "source") -> bytes:
    output = {"text": ["import hf_utils\n"], "output_type": "stream"}
    cell = {"cell_type": "code", "outputs": [output], "metadata": {}, key: [source]}
    return json.dumps({"cells": [cell, {"cell_type": "raw", key: ["0"]}]}).encode()


SPEAKS = [
    "import hf_utils",
    "from mine import *",
    "import new_home",
    "f()  # codemod: ignore[removed]",
    "# ingest-datadec",
]


@pytest.mark.parametrize("source", SPEAKS)
def test_what_speaks_is_not_silent(source: str) -> None:
    assert not is_silent("a.py", source.encode())
    assert not is_silent("a.ipynb", notebook(source))
    assert not is_silent("a.ipynb", notebook(source, key="input"))


@pytest.mark.parametrize(
    "data",
    [
        notebook("%pip install HF-Utils"),
        notebook("import \uff48f_utils"),
        notebook("import hf_utils").replace(b"hf", b"\\u0068f"),
        notebook("from mine import \\\n*"),
        notebook('x = {"outputs": 1, "metadata": 2}; import hf_utils'),
        b'["import hf_utils"]',
    ],
)
def test_a_notebook_may_write_it_otherwise(data: bytes) -> None:
    assert not is_silent("a.ipynb", data)


def test_what_surely_says_nothing_is_searched_once() -> None:
    assert is_silent("a.py", b"from .a import b\nx = 2 * 3\n")
    assert is_silent("a.ipynb", notebook("x = 2 * 3"))
    assert not is_silent("a.py", b"from .a import b\n", package="hf_utils")
    assert not is_silent("a.py", b"\xff\xfea\0")
