"""A name moves only where its new home is there, or is promised."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.folder import Folder

OLD = "from old.a import f\n"
NEW = "from new.a import f\n"
PLANNED = (
    'title = "x"\nretired = ["old"]\nplanned = ["new"]\n'
    '[[move]]\nfrom = "old.a"\nto = "new.a"\nnames = ["f"]\n'
    '[removed]\n"old.a.gone" = "do without"\n'
)
THERE = PLANNED.replace('planned = ["new"]', '[requirements]\nnew = "new>=1"')
#: From a version of a package to the next.
UPGRADE = (
    'title = "x"\n[requirements]\np = "p>=2.1,<3"\n'
    '[[move]]\nfrom = "p.a"\nto = "p.b"\nnames = ["f"]\n'
    '[removed]\n"p.a.gone" = "do without"\n'
    '[kept]\n"p.a.same" = "it grew"\n'
)


def rewrite(folder: Folder, migration: str, *options: str) -> str:
    folder.write({"own.toml": migration})
    return folder.rewrite("--migration", "own.toml", *options, "app").err


@pytest.mark.parametrize(
    ("files", "there"),
    [
        ({}, False),
        ({"requirements.txt": "newer\n"}, False),
        ({"requirements.txt": "New>=1\n"}, True),
        ({"pyproject.toml": '[project]\noptional-dependencies.x = ["new"]\n'}, True),
        ({"pyproject.toml": '[tool.codemod]\nhomes = ["new.a"]\n'}, True),
        ({"pyproject.toml": '[tool.codemod]\nhomes = ["new.a.f"]\n'}, True),
        ({"src/new/a.py": "def f(): ...\n"}, True),
        ({"src/new/a.py": "def g(): ...\n"}, False),
        # What is in the project is looked up there, whatever it requires.
        ({"src/new/a.py": "", "requirements.txt": "new\n"}, False),
        (
            {
                "new/__init__.py": "",
                "new/a/__init__.py": "from .b import *\n",
                "new/a/b.py": "def g(f): ...\n",
            },
            False,
        ),
        (
            {
                "new/__init__.py": "",
                "new/a/__init__.py": "from .b import *\n",
                "new/a/b.py": "for f in x: ...\n",
            },
            True,
        ),
        ({"src/new/a.py": "from other import *\n"}, True),
        ({"src/new/a.py": "globals().update(x)\n"}, True),
        ({"src/new/a.py": "def __getattr__(n):\n    return {'f': 1}[n]\n"}, True),
        ({"src/new/a.py": "def __getattr__(n):\n    return {'g': 1}[n]\n"}, False),
        ({"src/new/a.py": "f = (\n"}, True),
        # No package, but a folder or a script.
        ({"new/data.txt": ""}, False),
        ({"other/new.py": ""}, False),
    ],
)
def test_a_planned_home(
    files: dict[str, str | bytes], there: bool, folder: Folder
) -> None:
    folder.write({"app/x.py": OLD, **files})
    said = rewrite(folder, PLANNED)
    assert folder.read("app/x.py") == (NEW if there else OLD)
    assert ("[home-missing]" in said) == (not there)
    assert "Dependencies" not in said or there


def test_a_promise(folder: Folder) -> None:
    folder.write({"app/x.py": OLD})
    rewrite(folder, PLANNED, "--home", "new")
    assert folder.read("app/x.py") == NEW


def test_a_promise_of_what_is_no_home(folder: Folder) -> None:
    folder.write({"app/x.py": OLD})
    said = rewrite(folder, PLANNED, "--home", "newer")
    assert said == "error: nothing moves to newer\nhint: did you mean new?\n"


def test_a_home_that_is_there_is_looked_up_in_its_own_source_only(
    folder: Folder,
) -> None:
    folder.write({"app/x.py": OLD})
    rewrite(folder, THERE)
    assert folder.read("app/x.py") == NEW
    folder.write({"app/x.py": OLD, "src/new/a.py": "", "src/new/__init__.py": ""})
    assert "put it there [home-missing]" in rewrite(folder, THERE)
    assert folder.read("app/x.py") == OLD
    folder.rewrite("--move", "old.a.f=new.a.f", "app")
    assert folder.read("app/x.py") == NEW


def test_what_the_owner_has_still_is_not_gone(folder: Folder) -> None:
    text = "from old.a import gone, other\n"
    folder.write({"app/x.py": text})
    assert rewrite(folder, THERE).count("warning") == 2
    folder.write({"src/old/a.py": "gone = other = 1\n"})
    assert "warning" not in rewrite(folder, THERE)
    folder.write({"src/old/a.py": "gone = 1\n"})
    assert rewrite(folder, THERE).count("warning") == 1


def test_an_owner_is_told_once_what_is_planned(folder: Folder) -> None:
    text = "from old.a import f\n"
    folder.write(
        {"app/x.py": text, "app/y.py": text + "\n\nfrom old import a\n\na.f\n"}
    )
    assert rewrite(folder, PLANNED).count("home-missing") == 3
    folder.write({"old/__init__.py": "", "old/a.py": "def f(): ...\n"})
    said = rewrite(folder, PLANNED).splitlines()
    assert said[0].startswith("app/x.py:1:19: warning: what moves from old stays: new")
    assert len(said) == 2


def test_an_owner_may_import_itself(folder: Folder) -> None:
    folder.write({"app/x.py": "import old\n"})
    assert "[retired-import]" in rewrite(folder, THERE)
    folder.write({"old/__init__.py": ""})
    assert "warning" not in rewrite(folder, THERE)


def test_an_upgrade_is_not_for_its_own_source(folder: Folder) -> None:
    text = "from p.a import f, gone, same\n"
    folder.write({"app/x.py": text, "src/p/a.py": ""})
    said = rewrite(folder, UPGRADE)
    assert (folder.read("app/x.py"), "warning" in said) == (text, False)


@pytest.mark.parametrize(
    ("requirement", "news"),
    [
        ("", True),
        ("p", True),
        ("p<3", True),
        ("p>=2", True),
        ("p>=2.1", False),
        ("P[x]~=2.2", False),
        ("p==2.*", True),
        ("p==2.5.*", False),
        ("q>=9", True),
    ],
)
def test_what_is_new_in_a_version_that_is_required(
    requirement: str, news: bool, folder: Folder
) -> None:
    """What moved or is gone is looked at in any case."""
    text = "from p.a import gone, same\n"
    folder.write({"app/x.py": text, "requirements.txt": f"{requirement}\n"})
    said = rewrite(folder, UPGRADE)
    assert ("it grew" in said) == news
    assert "do without" in said
