"""Paths that a module makes from where it is, and goes on making at a new home."""

from __future__ import annotations

import os

import pytest

from dr_refit.errors import RefitError
from dr_refit.refactor.anchors import anchored

MODULE = """\
import os
from os.path import dirname
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE: Path = Path(__file__).parent
found = [
    ROOT / "configs" / "x.cfg",
    HERE / "data.json",
    HERE.joinpath("deep", "er"),
    (HERE / "deep").parent,
    os.path.join(os.path.dirname(os.path.abspath(__file__)), "data.json"),
    os.path.dirname(os.path.dirname(__file__)),
    dirname(dirname(dirname(__file__))),
    str(Path(__file__).parent.parent / "a"),
    Path(__file__).with_name("data.json"),
    Path(os.path.dirname(__file__), "..").name and HERE,
]
"""


@pytest.mark.parametrize(
    "home", ["src/a/c/b.py", "src/a/c/d/b.py", "src/other/b.py", "b.py", "src/a/bb.py"]
)
def test_the_same_is_found_from_every_home(home: str) -> None:
    def found(code: str, path: str) -> list[str]:
        names = {"__file__": f"/repository/{path}"}
        exec(code, names)
        return [os.path.normpath(str(one)) for one in names["found"]]

    def home_of(path: str) -> str:
        return home if path == "src/a/b.py" else path

    new = anchored("src/a/b.py", home, MODULE, home_of)
    assert found(new, home) == found(MODULE, "src/a/b.py")


def test_what_is_not_seen_stays() -> None:
    code = 'a = f(__file__)\nb = Path(__file__).parents[n] / "x"\nc = "__file__"\n'
    assert anchored("a/b.py", "a/c/b.py", code, lambda path: path) == code


PACKAGED = """\
A = files(__package__) / "x.txt"
B = pkgutil.get_data(__package__, "x.txt")
C = import_module(".x", __package__)
"""


def test_what_a_package_has_is_found_from_one_in_it() -> None:
    new = anchored("a/b.py", "a/c/d/b.py", PACKAGED, lambda path: path)
    up = '__package__.rsplit(".", 2)[0]'
    assert new.splitlines() == [
        f'A = files({up}) / "x.txt"',
        f'B = pkgutil.get_data({up}, "x.txt")',
        'C = import_module(".x", __package__)',
    ]
    with pytest.raises(RefitError, match="finds files of its package"):
        anchored("a/b.py", "other/b.py", PACKAGED, lambda path: path)
