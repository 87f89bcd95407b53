"""What a migration says of calls: every refusal, with the file and the line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dr_refit.errors import RefitError
from dr_refit.migration import toml as migration
from dr_refit.migration.codemods import read_codemods

if TYPE_CHECKING:
    from pathlib import Path

GOOD = """\
title = "old to new"
retired = ["old"]

[[move]]
module = "old.a"
to = "new.a"

[types.T]
text = "a model"
fields = ["x", "y: list[T]", "z = {}.text", "error = None"]
attributes = { w = "{}.v" }

[[call]]
of = ["old.a.f", "T().m"]
text = "changed"
arguments = { p = "q={}.r", gone = "" }
add = { strict = "True" }
unless = { p = "None" }

[[result]]
of = ["old.a.g"]
returns = "dict[str, T]"

[project]
"old.a" = ["it reads a file"]

[rows]
1 = ["old.a.f", "T", "T().m"]
2 = []
"""

#: What is replaced by what -> the line, and what is said.
WRONG = [
    ('"T().m"]\ntext', '"S().m"]\ntext', 13, "S is no type of this file"),
    ('"old.a.f", "T().m"', '"old.b.f", "T().m"', 0, "old.b.f is not in this file"),
    ('"q={}.r"', '"{}.r"', 13, "'{}.r' is no argument"),
    ('"q={}.r"', '"q={}+{}"', 13, "'{}+{}' has the value twice"),
    ('"q={}.r"', '"q={}."', 13, "'{}.' is no expression"),
    ('"True"', '"1 +"', 13, "'1 +' is no expression"),
    ('p = "None"', 'p = "("', 13, "'(': missing ), unterminated subpattern"),
    ('"{}.v"', '"v"', 8, "'v' lacks the value"),
    ("z = {}.text", "z = text", 8, "'text' lacks the value"),
    ("list[T]", "list[S]", 8, "S is no type of this file"),
    ("dict[str, T]", "dict[str, S]", 20, "S is no type of this file"),
    ('["old.a.g"]', '["old.a.g", "old.a.g"]', 20, "old.a.g is listed twice"),
    ('"old.a" = ["it', '"old.c" = ["it', 25, "no name of this file is in old.c"),
    ('1 = ["old.a.f",', '1 = ["old.a.e",', 28, "old.a.e is not in this file"),
]


def test_the_good_one_is_good(tmp_path: Path) -> None:
    file = tmp_path / "x.toml"
    file.write_text(GOOD)
    loaded = migration.load(file)
    assert loaded.calls.rules.keys() == {"old.a.f", "x:T().m"}
    assert loaded.project == {"old.a": ("it reads a file",)}


@pytest.mark.parametrize(("old", "new", "line", "said"), WRONG)
def test_a_wrong_table_is_refused_at_its_line(
    old: str, new: str, line: int, said: str, tmp_path: Path
) -> None:
    assert GOOD.count(old) == 1
    file = tmp_path / "x.toml"
    file.write_text(GOOD.replace(old, new))
    with pytest.raises(RefitError) as refused:
        migration.load(file)
    assert said in str(refused.value)
    assert str(refused.value).startswith(f"{file}:{line}:" if line else str(file))


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("CODEMODS = 1\n", ":1: no dict of functions"),
        ("\nSTATEMENTS = {1: f}\n", ":2: a key that is no dotted name"),
        ('CODEMODS = {\n"a-b": f}\n', ":2: 'a-b' in 'a-b' is no identifier"),
        ('CODEMODS = {"a.b": f}\nSTATEMENTS = {"a.b": f}\n', ":2: a.b is listed twice"),
        ("f(\n", ":1: '(' was never closed"),
        ("CODEMOD = {}\n", " has no codemods"),
    ],
)
def test_a_wrong_file_of_codemods(code: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.py"
    file.write_text(code)
    with pytest.raises(RefitError) as refused:
        read_codemods(str(file))
    assert str(refused.value).startswith(f"{file}{said}")
