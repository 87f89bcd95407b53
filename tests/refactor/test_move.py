"""`codemod move` within a repository: what it refuses, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.family import commit, committed

if TYPE_CHECKING:
    from tests.support.folder import Folder

APP: dict[str, str | bytes] = {
    "README.md": "",
    "src/app/__init__.py": "",
    "src/app/core.py": "from app.names import NAME\n\n\ndef f(): ...\n",
    "src/app/io/__init__.py": "from app.core import f\n",
    "src/app/io/paths.py": "",
    "src/app/names.py": "NAME = 1\n",
}


@pytest.fixture
def repository(folder: Folder) -> Folder:
    return committed(folder, APP)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("src/app/nmes.py", "src/app/io/n.py"), "src/app/nmes.py: no such file"),
        (("README.md", "src/app/io/n.py"), "README.md is no module\nhint: name a .py"),
        (("src", "lib"), "src is no package\nhint: name a .py file, or the folder"),
        (("src/app/__init__.py", "src/b.py"), "hint: name the folder of the package"),
        (("src/app/core.py", "src/app/names.py"), "src/app/names.py is there already"),
        (("src/app/core.py", "src/app/io.py"), "src/app/io is there already"),
        (("src/app/io", "src/app/core"), "src/app/core.py is there already\nhint: wri"),
        (("src/app/core.py", "src/app/new"), "is no .py file\nhint: write src/app/ne"),
        (("src/app/io", "src/app/new.py"), "src/app/new.py is no folder, and src/app/"),
        (("src/app/io", "src/app/io/deep"), "app.io.deep and app.io lie in each other"),
        (("src/app/core.py", "/src/b/core.py"), "/src/b/core.py is in no repository"),
        (("src/app/core.py", "src/json.py"), "json is a module of Python's own"),
        (("src/app/core.py", "src/app/a-b.py"), "'a-b' in 'app.a-b' is no identifier"),
        (("src/app/core.py", "src/app/class.py"), "'class' in 'app.class' is a keywor"),
        (("src/app/core.py", "src/app/a.b.py"), "a.b.py is no module: no import can"),
        (("src/app/core.py", "src/app/names.py/b.py"), "src/app/names.py is no folder"),
        (
            ("src/app/core.py", "src/app/b.py::f"),
            "keeps its name\nhint: write src/app/b",
        ),
        (
            ("src/app/core.py::", "src/app/b.py"),
            "src/app/core.py:: names no definition",
        ),
        (("", "src/app/b.py"), "a path is empty\nhint: write SOURCE TARGET"),
        (("src/app/core.py", ""), "a path is empty\nhint: write SOURCE TARGET"),
        (
            ("src/app/io", "src/app/b", "src/app/io/paths.py", "src/app/paths.py"),
            "src/app/io/paths.py is in src/app/io, which moves itself\nhint: make one",
        ),
        (
            ("src/app/io", "src/app/b", "src/app/core.py", "src/app/io/core.py"),
            "src/app/io/core.py is in src/app/io, which moves itself",
        ),
        (
            ("src/app/core.py", "src/app/b.py", "src/app/names.py", "src/app/b.py"),
            "src/app/b.py is there already",
        ),
        (
            ("src/app/names.py", "src/app/io/names.py"),
            "circle of imports: app.io -> app.core -> app.io.names -> app.io: app.io c",
        ),
    ],
)
def test_what_cannot_be_is_said(
    repository: Folder, arguments: tuple[str, ...], said: str
) -> None:
    before = repository.tree()
    done = repository.codemod("move", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "Traceback" not in done.err
    assert repository.tree() == before


def test_a_circle_that_is_there_already_is_no_reason(repository: Folder) -> None:
    repository.write(
        {
            "src/app/core.py": "import app.late\n\n\ndef f(): ...\n",
            "src/app/late.py": "import app.core\n",
        }
    )
    commit(repository)
    done = repository.codemod("move", "src/app/late.py", "src/app/later.py")
    assert done.code == 0, done.err
    assert repository.read("src/app/core.py").startswith("import app.later\n")


def test_what_is_imported_late_closes_no_circle(repository: Folder) -> None:
    late = "def g():\n    from app.names import NAME\n\n    return NAME\n"
    repository.write({"src/app/core.py": f"{late}\n\ndef f(): ...\n"})
    commit(repository)
    assert repository.codemod("move", "src/app/names.py", "src/app/io").code == 0
    assert "from app.io.names import NAME" in repository.read("src/app/core.py")


def test_an_import_that_stays_is_in_the_way(repository: Folder) -> None:
    kept = "from app.names import NAME  # codemod: ignore\n"
    repository.write({"tests/test_it.py": kept})
    commit(repository)
    done = repository.codemod("move", "src/app/names.py", "src/app/words.py")
    assert done.code == 2
    said = "these imports would find nothing: tests/test_it.py:1 (app.names.NAME)"
    assert said in done.err


def test_both_halves_of_a_circle_may_move(repository: Folder) -> None:
    """One after the other would close another circle: what counts is the end."""
    move = ("src/app/io", "src/app/names.py", "src/app/deep/")
    repository.write({"src/app/names.py": "import app.io.paths\n\nNAME = 1\n"})
    repository.write({"src/app/io/__init__.py": ""})
    commit(repository)
    done = repository.codemod("move", *move)
    assert done.code == 0, done.err
    names = repository.read("src/app/deep/names.py")
    assert names == "import app.deep.io.paths\n\nNAME = 1\n"
    assert [*repository.tree()] == sorted(
        [
            *(".codemods/app.io.toml", "README.md", "src/app/__init__.py"),
            *("src/app/core.py", "src/app/deep/__init__.py"),
            *("src/app/deep/io/__init__.py", "src/app/deep/io/paths.py"),
            "src/app/deep/names.py",
        ]
    )


def test_git_follows_the_file(repository: Folder) -> None:
    assert repository.codemod("move", "src/app/names.py", "src/app/words.py").code == 0
    assert repository.git("status", "--porcelain").splitlines() == [
        " M src/app/core.py",
        "R  src/app/names.py -> src/app/words.py",
        "?? .codemods/",
    ]


def test_a_second_record_of_a_name_stands_beside_the_first(repository: Folder) -> None:
    for home in ("words", "terms"):
        move = ("src/app/names.py", f"src/app/{home}.py")
        assert repository.codemod("move", *move).code == 0
        repository.write({"src/app/names.py": "NAME = 2\n"})
        commit(repository)
    assert "app.words" in repository.read(".codemods/app.names.toml")
    assert "app.terms" in repository.read(".codemods/app.names-2.toml")


@pytest.mark.parametrize(
    ("link", "arguments", "said"),
    [
        ("src/app/n.py", ("src/app/n.py", "src/app/b.py"), "src/app/n.py is a link"),
        (
            "src/app/away",
            ("src/app/names.py", "src/app/away/b.py"),
            "src/app/away is no folder",
        ),
    ],
)
def test_links_are_in_the_way(
    repository: Folder, link: str, arguments: tuple[str, str], said: str
) -> None:
    leads = "names.py" if link.endswith(".py") else "../nowhere"
    Path(repository.path, link).symlink_to(leads)
    commit(repository)
    before = repository.tree()
    done = repository.codemod("move", *arguments)
    assert done.code == 2
    assert said in done.err
    assert repository.tree() == before


@pytest.mark.parametrize(
    "command",
    [
        ("move", "src/app/names.py", "src/app/b.py"),
        ("rename-package", "app", "new", "."),
        ("retire", "."),
    ],
)
def test_a_broken_manifest_is_said(
    repository: Folder, command: tuple[str, ...]
) -> None:
    repository.write({"pyproject.toml": "[project\n"})
    commit(repository)
    done = repository.codemod(*command)
    assert done.code == 2
    assert "error: pyproject.toml: Expected ']'" in done.err


def test_a_manifest_among_the_test_data_may_be_broken(repository: Folder) -> None:
    repository.write({"tests/data/pyproject.toml": "[project\n"})
    commit(repository)
    assert repository.codemod("move", "src/app/names.py", "src/app/b.py").code == 0
