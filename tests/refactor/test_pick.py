"""`codemod move FILE.py::NAME OTHER.py`: what it refuses, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.family import commit, committed

if TYPE_CHECKING:
    from tests.support.folder import Folder

SOURCE = """\
import os
from os.path import *

try:
    import json
except ImportError:
    json = None

COUNT = 0
A, B = 1, 2
_HALF = 0.5
LONELY = 1

if os.name:
    def perhaps(): ...


def plain(): ...


def needs_lonely():
    return LONELY


def needs_private():
    return _HALF


def needs_json():
    return json


def needs_star():
    return join("a")


def counts():
    global COUNT
    COUNT += 1


def here():
    return __file__


def calls(x):
    return plain(), _HALF, COUNT, x


def __getattr__(name): ...
"""
APP: dict[str, str | bytes] = {
    "app/__init__.py": "",
    "app/a.py": SOURCE,
    "app/b.py": "import re as os\n\nplain = 1\n",
    "app/uses.py": "from app import a\n\nX = a.calls\n",
}


@pytest.fixture
def repository(folder: Folder) -> Folder:
    return committed(folder, APP)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("a.py::nothing", "c.py"), "app/a.py has no nothing\nhint: it has "),
        (("a.py::plain", "a.py"), "app/a.py is no other module"),
        (("a.py::__getattr__", "c.py"), "Python looks for __getattr__ in app/a.py"),
        (("a.py::plain", "b.py"), "app/b.py has a plain already"),
        (("a.py::plain", "folder"), "app/folder is no module that a definition"),
        (("a.py::os", "c.py"), "app/a.py:1 imports os, and does not define it"),
        (("a.py::A", "c.py"), "app/a.py:10 defines B along with A"),
        (("a.py::perhaps", "c.py"), "app/a.py:14 defines perhaps under a condition"),
        (
            ("a.py::needs_lonely", "c.py"),
            (
                "needs_lonely needs LONELY, which nothing else uses\n"
                "hint: move that, too: add app/a.py::LONELY app/c.py"
            ),
        ),
        (
            ("a.py::needs_private", "c.py"),
            "needs_private needs _HALF, which app/a.py uses as well",
        ),
        (("a.py::needs_json", "c.py"), "json is imported under a condition, on line 5"),
        (("a.py::needs_star", "c.py"), "needs_star needs join, which a star import"),
        (("a.py::counts", "c.py"), "counts sets COUNT, a name of its module"),
        (("a.py::here", "c.py"), "here makes paths from __file__"),
        (("a.py", "c.py", "a.py::plain", "c.py"), "move from one module to one other"),
    ],
)
def test_what_cannot_be_is_said(
    repository: Folder, arguments: tuple[str, ...], said: str
) -> None:
    before = repository.tree()
    done = repository.codemod("move", *(f"app/{one}" for one in arguments))
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert "Traceback" not in done.err
    assert repository.tree() == before


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"app/a.pyi": "def plain(): ...\n"}, "app/a.pyi declares plain\nhint: move"),
        ({"app/c.pyi": "", "app/c.py": ""}, "app/c.pyi does not declare plain"),
        ({"app/a.pyi": "", "app/c.pyi": "plain: int\n", "app/c.py": ""}, ""),
    ],
)
def test_stubs_are_moved_by_hand_first(
    repository: Folder, files: dict[str, str | bytes], said: str
) -> None:
    repository.write(files)
    commit(repository, "stubs")
    done = repository.codemod("move", "app/a.py::plain", "app/c.py")
    assert (said in done.err) if said else done.code == 0, done.err


@pytest.mark.parametrize(("here", "there"), [("\n", "\r\n"), ("\r\n", "\n")])
def test_lines_end_as_they_do_at_the_new_home(
    repository: Folder, here: str, there: str
) -> None:
    text = "import os\n\n\ndef one():\n    return os.name\n\n\nX = one\n"
    new = "import re\n\nY = re\n"
    files = {"app/d.py": text.replace("\n", here), "app/e.py": new.replace("\n", there)}
    repository.write({name: text.encode() for name, text in files.items()})
    commit(repository, "lines")
    done = repository.codemod("move", "app/d.py::one", "app/e.py")
    assert done.code == 0, done.err
    for name, end in (("app/d.py", here), ("app/e.py", there)):
        data = Path(repository.path, name).read_bytes()
        assert data.count(b"\r\n") == (data.count(b"\n") if "\r" in end else 0)


def test_lines_of_a_new_module_end_as_where_they_come_from(
    repository: Folder,
) -> None:
    text = "import os\n\n\ndef one():\n    return os.name\n\n\nX = 1\n"
    repository.write({"app/d.py": text.replace("\n", "\r\n").encode()})
    commit(repository, "lines")
    assert repository.codemod("move", "app/d.py::one", "app/e.py").code == 0
    for name, left in (("app/d.py", b"X = 1\n"), ("app/e.py", text[:-7].encode())):
        data = Path(repository.path, name).read_bytes()
        assert data == left.rstrip(b"\n").replace(b"\n", b"\r\n") + b"\r\n"


def test_a_name_that_means_something_else_there_is_in_the_way(
    repository: Folder,
) -> None:
    code = "import os\n\n\ndef f():\n    return os.name\n"
    repository.write({"app/a.py": code})
    commit(repository)
    done = repository.codemod("move", "app/a.py::f", "app/b.py")
    assert done.code == 2
    assert "os means something else in app/b.py\nhint: it is os where this" in done.err


def test_a_circle_is_named(repository: Folder) -> None:
    code = "def f():\n    return g()\n\n\ndef g(): ...\n\n\nh = f, g\n"
    repository.write({"app/a.py": code, "app/uses.py": "from app.a import g\n"})
    commit(repository)
    done = repository.codemod("move", "app/a.py::f", "app/c.py")
    assert done.code == 2
    assert "close a circle of imports: app.a -> app.c -> app.a" in done.err
    assert repository.codemod("move", "app/a.py::g", "app/c.py").code == 0
    assert repository.read("app/a.py") == (
        "from app.c import g\n\n\ndef f():\n    return g()\n\n\nh = f, g\n"
    )


def test_what_took_it_has_it(repository: Folder) -> None:
    user = "from app.a import f, g\n\n\ndef use():\n    return f(), g()\n"
    repository.write({"app/a.py": "def f(): ...\n\n\ndef g(): ...\n", "app/u.py": user})
    commit(repository)
    assert repository.codemod("move", "app/a.py::f", "app/u.py").code == 0
    assert repository.read("app/a.py") == "def g(): ...\n"
    assert repository.read("app/u.py") == (
        "from app.a import g\n\n\ndef use():\n    return f(), g()\n\n\ndef f(): ...\n"
    )
