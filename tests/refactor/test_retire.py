"""`codemod retire`: who is in the way, and what the last version does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.family import commit

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
    folder.git("init", "--quiet")
    folder.write(EMPTIED)
    commit(folder)
    return folder


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"src/old/more.py": ""}, "where this went: src/old/more.py\nhint: move it"),
        ({".codemods/old.toml": f'planned = ["new"]\n{RECORD}'}, "publish it first"),
        ({".codemods/old.toml": "title = 'x'\n"}, "where the names of old went"),
        ({"pyproject.toml": "[project]\nname = 'old'\n"}, "[project] with a version"),
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


def test_all_imports_name_the_new_homes(repository: Folder) -> None:
    assert repository.codemod("retire", ".").code == 0
    for statement in ("import old", "import old.tables", "from old.tables import f"):
        done = repository.python(f"import sys\nsys.path.insert(0, 'src')\n{statement}")
        assert done.code == 1
        assert "old.tables: new.tables" in done.err
