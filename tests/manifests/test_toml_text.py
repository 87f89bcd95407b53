"""Edits of TOML texts: what is edited, and all around it as it was."""

from __future__ import annotations

import pytest

from dr_refit.manifests import listings, toml_text

ARRAY = ("a",)
SOURCES = ("tool", "uv", "sources")


@pytest.mark.parametrize(
    ("before", "index", "after"),
    [
        ('a = ["x", "y" , "z"]', 1, 'a = ["x", "z"]'),
        ('a = ["x", "y"]', 1, 'a = ["x"]'),
        ('a = ["x"]', 0, "a = []"),
        ('a = [\n "x",  # x\n "y",  # y\n]', 0, 'a = [\n "y",  # y\n]'),
        ('a = [\n "x",  # x\n "y"  # y\n]', 1, 'a = [\n "x"  # x\n]'),
        ('a = [\n "x",\n\n # of y\n "y",\n]', 1, 'a = [\n "x",\n\n # of y\n]'),
    ],
)
def test_an_element_goes(before: str, index: int, after: str) -> None:
    assert toml_text.without_element(f"{before}\n", ARRAY, index) == f"{after}\n"
    old, new = (f"{one}\n".replace("\n", "\r\n") for one in (before, after))
    assert toml_text.without_element(old, ARRAY, index) == new


@pytest.mark.parametrize(
    ("before", "index", "after"),
    [
        ("a = []", 0, 'a = ["n"]'),
        ("a = [\n]", 0, 'a = [\n    "n"\n]'),
        ("a = ['x']", 1, "a = ['x', 'n']"),
        ('a = ["x", "y"]  # z', 0, 'a = ["n", "x", "y"]  # z'),
        ('a = [\n "x",  # x\n]', 0, 'a = [\n "n",\n "x",  # x\n]'),
        ('a = ["x", {b = "c"}]', 2, 'a = ["x", {b = "c"}, "n"]'),
        ('a = [\n\t"x",  # x\n]', 1, 'a = [\n\t"x",  # x\n\t"n",\n]'),
        ('a = [\n "x"  # x\n]', 1, 'a = [\n "x",  # x\n "n"\n]'),
        ('a = [\n "x",\n "y",\n]', 1, 'a = [\n "x",\n "n",\n "y",\n]'),
        # A comment stays above what it speaks of.
        ('a = [\n # of x\n "x",\n]', 0, 'a = [\n # of x\n "x",\n "n",\n]'),
    ],
)
def test_an_element_comes(before: str, index: int, after: str) -> None:
    assert toml_text.with_element(f"{before}\n", ARRAY, index, "n") == f"{after}\n"
    old, new = (f"{one}\n".replace("\n", "\r\n") for one in (before, after))
    assert toml_text.with_element(old, ARRAY, index, "n") == new


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[tool.uv]\nsources = { x = 1, y = {} }", "[tool.uv]\nsources = { y = {} }"),
        ("[tool.uv]\nsources = { y = {}, x = 1 }", "[tool.uv]\nsources = { y = {} }"),
        ("[tool.uv]\nsources.x = 1\nz = 2", "[tool.uv]\nz = 2"),
        ("[a]\nb = 1\n\n[tool.uv.sources.x]\ngit = 'y'", "[a]\nb = 1"),
        (
            "[tool.uv.sources]\nx = 1  # x\n\n# of z\n[tool.z]\ny = 1",
            "[tool.uv.sources]\n\n# of z\n[tool.z]\ny = 1",
        ),
        (
            "[tool.uv.sources.x]\ngit = 'y'\n\n# of z\n[tool.z]\ny = 1",
            "# of z\n[tool.z]\ny = 1",
        ),
        (
            "[tool.a]\nx = 1\n[b]\n[tool.uv.sources]\nx = 1\ny = 2",
            "[tool.a]\nx = 1\n[b]\n[tool.uv.sources]\ny = 2",
        ),
    ],
)
def test_a_statement_goes(before: str, after: str) -> None:
    assert toml_text.without(f"{before}\n", (*SOURCES, "x")) == f"{after}\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[p]\nb = 1\n\n# of c\n[c]\n", "[p]\nb = 1\na = 2\n\n# of c\n[c]\n"),
        ("[p]\nb = 1\n[p.c]\nd = 1", "[p]\nb = 1\na = 2\n[p.c]\nd = 1\n"),
        ("p.b = 1\np.c.d = 2\n[e]\n", "p.b = 1\np.a = 2\np.c.d = 2\n[e]\n"),
        ("p = { b = 1 }\n", "p = { b = 1, a = 2 }\n"),
        ("[b]\r\nc = 1\r\n", "[b]\r\nc = 1\r\n\r\n[p]\r\na = 2\r\n"),
    ],
)
def test_a_statement_comes(before: str, after: str) -> None:
    assert toml_text.with_statement(before, ("p",), "a = 2") == after


def test_an_entry_takes_the_place_of_a_table() -> None:
    table = listings.Table(("tool", "poetry", "dependencies"))
    text = (
        "[tool.poetry.dependencies]\npython = '^3'\n\n"
        "[tool.poetry.dependencies.old]\nversion = '1'\n\n[tool.z]\n"
    )
    assert table.replaced(text, 0, ["new>=1", "more[x]"]) == (
        "[tool.poetry.dependencies]\npython = '^3'\n"
        'new = ">=1"\nmore = { version = "*", extras = ["x"] }\n\n[tool.z]\n'
    )


def test_where_a_requirement_stands() -> None:
    text = '[project]\ndependencies = [\n  # of a\n  "a",\n  "b", "c"\n]\n'
    array = listings.Array(("project", "dependencies"))
    assert [array.line(text, index) for index in range(3)] == [4, 5, 5]


def test_what_would_be_no_toml_is_refused() -> None:
    with pytest.raises(ValueError, match="in another way"):
        toml_text.with_entry("a = 1\n", ("b",), "b", "2")
    with pytest.raises(ValueError, match="Unexpected"):
        toml_text.with_entry("a = 1\n", ("a",), "a", "2 = 3")
