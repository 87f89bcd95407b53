"""Whom a change touches, and in which order they are released."""

from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from dr_refit.checks import rules
from dr_refit.checks.affected import affected
from dr_refit.checks.family import family_of
from dr_refit.checks.flow import edges
from dr_refit.checks.model import Member
from dr_refit.checks.read import read_repository
from tests.support.objects import commit_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dr_refit.checks.model import Family

FILES: Mapping[str, Mapping[str, str]] = {
    "low": {
        "src/low/__init__.py": "from low.a import f\n",
        "src/low/a.py": "f = 1\n",
        "src/low/b.py": "g = 1\n",
        "src/low/tables/old.csv": "1\n",
        "tests/test_a.py": "from low import a\n",
        "README.md": "low\n",
        "pyproject.toml": '[project]\nname = "low"\nversion = "1"\n',
    },
    "mid": {
        "src/mid/__init__.py": "",
        "src/mid/x.py": "def h():\n    from low import b\n",
        "src/mid/y.py": "import mid.z\n",
        "src/mid/z.py": "import os\n",
    },
    "top": {"src/top/__init__.py": "from mid.x import h\n"},
    "side": {"src/side/__init__.py": "from low import a\n"},
    "calm": {"src/calm/__init__.py": "import mid.y\n"},
    "book": {"notebooks/n.py": "import low.b as b\n"},
    "tool": {"pyproject.toml": '[project]\nname = "tool"\ndependencies = ["low"]\n'},
}
#: Who loads `low.b`, and who loads anything of `low`.
B = ["low", "mid", "(book)", "(tool)", "top"]
ALL = ["low", "mid", "side", "(book)", "(tool)", "top"]
CHAIN = ["low", "mid", "top"]


def family(
    files: Mapping[str, Mapping[str, str]] = FILES, order: Sequence[str] = ()
) -> Family:
    """Return a family of repositories with these files, in this order."""
    repositories = [
        read_repository(
            commit_of({path: text.encode() for path, text in files[name].items()}), name
        )
        for name in order or files
    ]
    members = [Member(name.replace("-", "_")) for name in files]
    return family_of(repositories, members, [], rules.Rules())


def touched(repository: str, *paths: str, among: Family | None = None) -> list[str]:
    """Return who is touched, in their order; who is not installed in brackets."""
    found = affected(among or family(), {repository: paths})
    return [one.package if one.installed else f"({one.package})" for one in found]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        # A module, those that load it, and not their siblings.
        ("src/low/b.py", B),
        # What a package loads touches all that load anything of it.
        ("src/low/a.py", ALL),
        ("src/low/tables/old.csv", ALL),
        ("src/low/py.typed", ALL),
        ("pyproject.toml", ALL),
        # One that was deleted, of which its importers know nothing yet.
        ("src/low/gone.py", ["low", "(tool)"]),
        # Nothing of these is installed.
        ("tests/test_a.py", []),
        ("README.md", []),
        ("docs/a/b.md", []),
    ],
)
def test_who_is_touched(path: str, expected: list[str]) -> None:
    assert touched("low", path) == expected


def test_a_change_above_touches_nobody_below() -> None:
    assert touched("mid", "src/mid/z.py") == ["mid", "calm"]
    assert touched("top", "src/top/__init__.py") == ["top"]
    assert touched("book", "notebooks/n.py") == []


def test_an_importer_of_a_module_that_is_gone_is_touched() -> None:
    low = {path: text for path, text in FILES["low"].items() if path != "src/low/b.py"}
    files = {**FILES, "low": low}
    assert touched("low", "src/low/b.py", among=family(files)) == B


def test_a_package_without_a_file_of_its_own_has_data_too() -> None:
    files = {
        "low": {"src/low/a.py": "", "src/low/deep/b.py": "", "src/low/t.csv": ""},
        "mid": {"src/mid/__init__.py": "import low.a\n"},
        "top": {"src/top/__init__.py": "import low.deep.b\n"},
    }
    assert touched("low", "src/low/t.csv", among=family(files)) == ["low", "mid"]


def test_each_says_how_it_is_touched() -> None:
    found = affected(family(), {"low": ["src/low/b.py"]})
    assert {one.package: one.why for one in found} == {
        "low": "changed (src/low/b.py)",
        "book": "imports low.b (notebooks/n.py:1)",
        "tool": "requires low, and imports nothing of it (pyproject.toml:3)",
        "mid": "imports low.b (src/mid/x.py:2)",
        "top": "imports mid.x.h (src/top/__init__.py:1)",
    }


@pytest.mark.parametrize("order", [*permutations(["low", "mid", "top"])])
def test_the_order_of_release_is_that_of_the_imports(order: tuple[str, ...]) -> None:
    everyone = family(FILES, order)
    assert touched("low", "src/low/a.py", among=everyone) == CHAIN
    changed = {
        name: ["src/low/a.py", "src/mid/x.py", "src/top/__init__.py"] for name in order
    }
    assert [one.package for one in affected(everyone, changed)] == CHAIN


def test_a_circle_stands_in_the_order_of_the_fleet_before_who_builds_on_it() -> None:
    files = {
        "z": {"src/z/__init__.py": "import b\n"},
        "b": {"src/b/__init__.py": "import a\n"},
        "a": {"src/a/__init__.py": "import b\n"},
    }
    assert touched("a", "src/a/__init__.py", among=family(files)) == ["b", "a", "z"]


def test_a_copy_is_its_repositorys_own() -> None:
    copy = {"src/low/__init__.py": "", "src/app/__init__.py": "import low\n"}
    files = {"app": copy, "low": FILES["low"], "mid": FILES["mid"]}
    assert touched("app", "src/low/__init__.py", among=family(files)) == ["app"]
    assert touched("low", "src/low/a.py", among=family(files)) == ["low", "mid"]


def test_a_repository_may_have_packages_that_are_called_otherwise() -> None:
    files = {
        "data-tools": {
            "pyproject.toml": '[project]\nname = "dtools"\n',
            "src/loaders/__init__.py": "",
            "src/shared/__init__.py": "",
        },
        "lab": {"a.py": "import loaders\n", "src/shared/__init__.py": ""},
        "cli": {"requirements.txt": "dtools\n"},
        "odd": {"a.py": "import shared\n"},
        "beside": {"scripts/loaders.py": "", "scripts/a.py": "import loaders\n"},
    }
    everyone = family(files)
    found = {(one.importer, one.imported): one.verb for one in edges(everyone)}
    assert found == {
        ("lab", "data_tools"): "imports", ("cli", "data_tools"): "requires"
    }  # fmt: skip
    path = "src/loaders/__init__.py"
    assert touched("data-tools", path, among=everyone) == [
        "data_tools", "(lab)", "(cli)"
    ]  # fmt: skip
