"""`codemod retire`: who is in the way, and what the last version does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.family import commit, committed

if TYPE_CHECKING:
    from tests.support.folder import Folder

RECORD = """\
title = "tables"
retired = ["old"]

[[move]]
module = "old.tables"
to = "new.tables"
"""
EMPTIED: dict[str, str | bytes] = {
    ".codemods/old.toml": RECORD,
    "pyproject.toml": '[project]\nname = "old"\nversion = "1.2.3"\n',
    "src/old/__init__.py": "",
}


@pytest.fixture
def repository(folder: Folder) -> Folder:
    return committed(folder, EMPTIED)


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"src/old/more.py": ""}, "where this went: src/old/more.py\nhint: move it"),
        ({".codemods/old.toml": f'planned = ["new"]\n{RECORD}'}, "publish it first"),
        ({".codemods/old.toml": "title = 'x'\n"}, "where the names of old went"),
        ({"pyproject.toml": "[project]\nname = 'old'\n"}, "[project] with a version"),
        (
            {"pyproject.toml": "[project]\nname = 'old'\ndynamic = ['version']\n"},
            "and take it out of `dynamic`",
        ),
        (
            {".codemods/again.toml": RECORD.replace("new.", "other.")},
            "old.tables is in two migrations",
        ),
    ],
)
def test_what_is_in_the_way_is_said(
    repository: Folder, files: dict[str, str | bytes], said: str
) -> None:
    repository.write(files)
    commit(repository)
    before = repository.tree()
    done = repository.codemod("retire", ".")
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert repository.tree() == before


def test_a_project_of_setup_py_is_told_what_to_write(repository: Folder) -> None:
    repository.git("mv", "pyproject.toml", "setup.py")
    commit(repository)
    done = repository.codemod("retire", ".")
    assert done.code == 2
    assert (
        "hint: write one, with the name and the last version in [project]" in done.err
    )


POETRY = """\
[tool.poetry]
name = "old"
version = "1.2.3"

[tool.poetry.dependencies]
python = "^3.12"
numpy = "*"

[tool.poetry.extras]
more = ["numpy"]
"""
DYNAMIC = """\
[project]
name = "old"
dynamic = ["version", "readme"]
dependencies = ["numpy"]

[tool.setuptools.dynamic]
version = { attr = "old.__version__" }
readme = { file = "README.md" }
"""


LAST_OF_POETRY = """\
[tool.poetry]
name = "old"
version = "1.3.0"
classifiers = [
    "Development Status :: 7 - Inactive",
]

[tool.poetry.dependencies]
python = "^3.12"

"""
LAST_OF_DYNAMIC = """\
[project]
name = "old"
dynamic = ["readme"]
dependencies = []
version = "1.3.0"
classifiers = [
    "Development Status :: 7 - Inactive",
]

[tool.setuptools.dynamic]
readme = { file = "README.md" }
"""


@pytest.mark.parametrize(
    ("manifest", "after"),
    [(POETRY, LAST_OF_POETRY), (DYNAMIC, LAST_OF_DYNAMIC)],
    ids=["poetry", "dynamic"],
)
def test_other_manifests_have_a_last_version(
    repository: Folder, manifest: str, after: str
) -> None:
    code = 'import os\n\n__version__: str = "1.2.3"\n'
    repository.write({"pyproject.toml": manifest, "src/old/__init__.py": code})
    commit(repository)
    done = repository.codemod("retire", ".")
    assert done.code == 0, done.err
    assert repository.read("pyproject.toml") == after


def test_what_is_elsewhere_is_as_fleet_last_saw_it(repository: Folder) -> None:
    fleet = '[template]\nurl = "/t"\n[[repository]]\nname = "user"\n'
    repository.write({"../fleet.toml": f'{fleet}url = "https://git.invalid/user"\n'})
    done = repository.codemod("retire", ".", "--dry-run")
    said = "not looked at: user, which is elsewhere: run `fleet status` first"
    assert (done.code, said in done.err) == (1, True)
    assert "would delete" in done.err or "would be rewritten" in done.err
    # What fleet keeps in .fleet.
    repository.write({"../user/a.py": "from old.tables import f\n"})
    user = ("-C", "../user")
    repository.git(*user, "init", "--quiet")
    repository.git(*user, "add", "--all")
    repository.git(*user, "commit", "--quiet", "--message", "user")
    repository.git("init", "--quiet", "--bare", "../.fleet/store.git")
    store = "../.fleet/store.git"
    repository.git(*user, "push", "--quiet", store, "HEAD:refs/fleet/user/head")
    done = repository.codemod("retire", ".")
    assert done.code == 1
    assert "user as fleet saw it at " in done.err
    assert "user/a.py:1:1: warning: old.tables.f is taken from here still" in done.err


def test_a_folder_without_a_package_is_refused(folder: Folder) -> None:
    folder.write({"a.py": "x = 1\n"})
    done = folder.codemod("retire", ".")
    assert (done.code, done.err.splitlines()[0]) == (
        2,
        "error: there is no package here",
    )


def test_importers_elsewhere_are_named(repository: Folder) -> None:
    repository.write({"../other/a.py": "\nfrom old.tables import f\n"})
    before = repository.tree()
    done = repository.codemod("retire", ".", "--importer", "../other")
    assert done.code == 1
    assert "../other/a.py:2:1: warning: old.tables.f is taken from here" in done.err
    assert "it is new.tables.f now [retired-import]" in done.err
    assert repository.tree() == before


TAIL = '[[move]]\nmodule = "old.more"\nto = "new.more"\n'


@pytest.mark.parametrize(
    ("source", "there", "said"),
    [
        # Its home is there, as a whole or with what is here yet.
        ({}, {"tables.py": ""}, ""),
        ({"tables.py": ""}, {"tables.py": ""}, ""),
        ({"more.py": ""}, {"tables.py": "", "more/__init__.py": ""}, ""),
        ({"more.py": ""}, {"tables.py": ""}, "new.more is not in the new of the fleet"),
        ({"tables.py": ""}, {"more.py": ""}, "new.tables is not in the new of the"),
        ({"more.py": ""}, None, "old.tables cannot go: new is planned"),
    ],
)
def test_a_planned_home_is_there_if_the_fleet_has_it(
    repository: Folder,
    source: dict[str, str],
    there: dict[str, str] | None,
    said: str,
) -> None:
    repository.write({f"src/old/{name}": text for name, text in source.items()})
    repository.write({".codemods/old.toml": f'planned = ["new"]\n{RECORD}{TAIL}'})
    commit(repository)
    package = {"__init__.py": "", **there} if there is not None else {}
    repository.write({"../fresh/pyproject.toml": ""})
    repository.write({f"../fresh/src/new/{name}": t for name, t in package.items()})
    repository.write(
        {
            "../fleet.toml": '[template]\nurl = "/t"\n'
            '[[repository]]\nname = "new"\npath = "fresh"\n'
        }
    )
    done = repository.codemod("retire", ".")
    assert (done.code, said in done.err) == (2 if said else 0, True), done.err
    if not said:
        # What is neither here nor there has no home to tell of.
        shown = repository.tree()["README.md"]
        assert (b"new.more" in shown) == ("more/__init__.py" in package)
        assert b"new.tables" in shown


def test_a_home_is_there_if_told(repository: Folder) -> None:
    repository.write({".codemods/old.toml": f'planned = ["new"]\n{RECORD}'})
    commit(repository)
    done = repository.codemod("retire", ".", "--dry-run", "--home", "new.table")
    assert (done.code, "nothing moves to new.table" in done.err) == (2, True)
    assert repository.codemod("retire", ".", "--home", "new").code == 0


def test_a_move_may_be_recorded_twice(repository: Folder) -> None:
    """The plan lists names, and waits; the record of what was done has all."""
    plan = RECORD + 'names = ["f"]\n'
    repository.write({".codemods/plan.toml": f'planned = ["new"]\n{plan}'})
    commit(repository)
    assert repository.codemod("retire", ".").code == 0
    assert b"| `old.tables` | `new.tables` |" in repository.tree()["README.md"]


def test_the_readme_names_each_requirement_once(repository: Folder) -> None:
    more = '[[move]]\nmodule = "old.plots"\nto = "new.plots"\nextra = "plots"\n'
    needed = '[requirements]\nnew = "new>=1"\n\n'
    head, _, moves = RECORD.partition("[[")
    repository.write({".codemods/old.toml": f"{head}{needed}[[{moves}\n{more}"})
    commit(repository)
    assert repository.codemod("retire", ".").code == 0
    assert "Install `new[plots]>=1` instead." in repository.read("README.md")


@pytest.mark.parametrize("name", ["README.md", "pyproject.toml"])
def test_nothing_is_written_through_a_link(repository: Folder, name: str) -> None:
    path = Path(repository.path, name)
    repository.write({"text": EMPTIED.get(name, "# old\n")})
    path.unlink(missing_ok=True)
    path.symlink_to("text")
    commit(repository)
    before = repository.tree()
    done = repository.codemod("retire", ".")
    assert done.code == 2
    assert f"{name}: a link: put a file" in done.err
    assert repository.tree() == before


@pytest.mark.parametrize(
    "text", ["project = 1\n", "tool = 1\n", "[project]\nname = 'old'\nversion = []\n"]
)
def test_a_manifest_of_another_shape_is_no_crash(repository: Folder, text: str) -> None:
    repository.write({"pyproject.toml": text})
    commit(repository)
    done = repository.codemod("retire", ".")
    assert done.code == 2
    assert "pyproject.toml has no [project] with a version" in done.err


def test_all_imports_name_the_new_homes(repository: Folder) -> None:
    assert repository.codemod("retire", ".").code == 0
    for statement in ("import old", "import old.tables", "from old.tables import f"):
        done = repository.python(f"import sys\nsys.path.insert(0, 'src')\n{statement}")
        assert done.code == 1
        assert "old.tables: new.tables" in done.err
