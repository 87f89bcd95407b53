"""`[[value]]`: literals that a run renames only where it is asked to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dr_refit.errors import RefitError
from dr_refit.migration.toml import parse
from dr_refit.migration.values import part_of

if TYPE_CHECKING:
    from tests.support.folder import Folder

HEAD = 'title = "data"\nretired = ["old_data"]\ndistribution = "old-data"\n'


def value(old: str, new: str) -> str:
    return f'[[value]]\nfrom = "{old}"\nto = "{new}"\n'


def test_values_are_read() -> None:
    data = (HEAD + value("a/b", "a/c")).encode()
    assert parse("m.toml", data).values == {"a/b": "a/c"}


@pytest.mark.parametrize(
    "text",
    [
        value("a", "b") + value("a", "c"),
        value("a", "b") + value("b", "c"),
        value("a", "a"),
        value("a b", "c"),
        value("a", "$(c)"),
        '[[value]]\nfrom = "a"\n',
    ],
)
def test_values_are_checked(text: str) -> None:
    with pytest.raises(RefitError):
        parse("m.toml", (HEAD + text).encode())


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("a/set", "a/set"),
        ("x://a/set/y", "a/set"),
        ("set.csv", "set"),
        ("sets", ""),
        ("my-set", ""),
    ],
)
def test_a_value_is_a_word_of_its_own(text: str, part: str) -> None:
    assert part_of(text, ["set", "a/set"]) == part


def test_values_stay_unless_they_are_asked_for(folder: Folder) -> None:
    code = "import old_data\nx = 'a/b'\n"
    folder.write({"m.toml": HEAD + value("a/b", "a/c"), "a.py": code})
    options = ("--migration", "m.toml", "--select", "m")
    done = folder.rewrite(*options, ".")
    assert folder.read("a.py") == code
    assert "Literals that m would rename stay" in done.err
    done = folder.rewrite(*options, "--values", ".")
    assert folder.read("a.py") == code.replace("a/b", "a/c")
    assert "Literals" not in done.err
