"""Imports that were sorted by a project's own settings are sorted again."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from tests.support.family import Family, show

if TYPE_CHECKING:
    from tests.support.folder import Folder

SETTINGS = '[tool.ruff.lint]\nselect = ["I"]\n'
#: `own` is the project itself, whose modules stand in a group of their own.
MOVE = ("--move", "alpha.f=numpy.f")
BEFORE = "from alpha import f\nfrom beta import g\n\nfrom own import h\n\nf(g, h)\n"
UNSORTED = "from numpy import f\nfrom beta import g\n\nfrom own import h\n\nf(g, h)\n"
SORTED = "from beta import g\nfrom numpy import f\n\nfrom own import h\n\nf(g, h)\n"
OWN = {"pyproject.toml": SETTINGS, "src/own/__init__.py": "h = 1\n"}


def sorted_as(folder: Folder, before: str | bytes, *more: str) -> str:
    """Rewrite a file of the project; return its new content."""
    folder.write({**OWN, "src/own/a.py": before})
    done = folder.rewrite(*MOVE, *more, ".")
    assert done.code == 0, done.err
    return folder.tree()["src/own/a.py"].decode("latin-1")


def test_what_was_sorted_is_sorted_again(folder: Folder) -> None:
    assert sorted_as(folder, BEFORE) == SORTED
    assert folder.rewrite(*MOVE, ".").err.startswith("2 files looked at: 0")


def test_what_was_not_sorted_stays_as_it_is(folder: Folder) -> None:
    before = "import zlib\nimport os\n\nfrom alpha import f\n"
    assert sorted_as(folder, before) == before.replace("alpha", "numpy")


@pytest.mark.parametrize(
    "settings",
    [
        {"pyproject.toml": '[project]\nname = "own"\n'},
        {"pyproject.toml": '[tool.ruff.lint]\nselect = ["E"]\n'},
        {"pyproject.toml": '[tool.ruff.lint]\nselect = ["ALL"]\nignore = ["I"]\n'},
        {"pyproject.toml": '[tool.ruff]\nextend-exclude = ["a.py"]\n' + SETTINGS[11:]},
        {"pyproject.toml": SETTINGS + 'per-file-ignores = {"a.py" = ["I001"]}\n'},
        {"pyproject.toml": SETTINGS + 'unfixable = ["I"]\n'},
        {"pyproject.toml": SETTINGS, "src/ruff.toml": 'lint.select = ["E"]\n'},
        {"pyproject.toml": SETTINGS + "[tool.codemod]\nsort = false\n"},
        # The settings of a person are not those of a project.
        {"home/ruff/ruff.toml": 'lint.select = ["I"]\n', "x/pyproject.toml": SETTINGS},
        {
            "pyproject.toml": '[project]\ndescription = "ruff"\n',
            "home/ruff/ruff.toml": 'lint.select = ["I"]\n',
        },
    ],
)
def test_a_project_that_does_not_ask_for_it_is_left(
    settings: dict[str, str], folder: Folder
) -> None:
    folder.write({"src/own/a.py": BEFORE, **settings})
    home = str(folder.path / "home")
    done = folder.rewrite(*MOVE, "src", XDG_CONFIG_HOME=home, RUFF_CONFIG="x")
    assert (done.code, folder.read("src/own/a.py")) == (0, UNSORTED), done.err


@pytest.mark.parametrize("between", ["", "more.toml"])
def test_settings_that_extend_no_file_are_not_read(
    between: str, folder: Folder
) -> None:
    folder.write({"src/own/a.py": BEFORE, "more.toml": 'extend = "pipe"\n'})
    name = between or "pipe"
    folder.write({"pyproject.toml": f'[tool.ruff]\nextend = "{name}"\n{SETTINGS}'})
    os.mkfifo(folder.path / "pipe")
    done = folder.rewrite(*MOVE, "src")
    assert (done.code, folder.read("src/own/a.py")) == (0, UNSORTED)
    assert "pipe, which is no file [imports-not-sorted]" in done.err
    ignored = '[tool.codemod.per-file-ignores]\n"*.py" = ["imports-not-sorted"]\n'
    folder.write({"src/own/a.py": BEFORE})
    folder.write({"pyproject.toml": folder.read("pyproject.toml") + ignored})
    assert "imports-not-sorted" not in folder.rewrite(*MOVE, "src").err


def test_no_sort(folder: Folder) -> None:
    assert sorted_as(folder, BEFORE, "--no-sort") == UNSORTED


def test_the_nearest_settings_count(folder: Folder) -> None:
    folder.write({"pyproject.toml": '[tool.ruff.lint]\nselect = ["E"]\n'})
    folder.write({"src/.ruff.toml": 'lint.select = ["I"]\n'})
    folder.write({"src/own/a.py": BEFORE, "src/own/__init__.py": "", "a.py": BEFORE})
    assert folder.rewrite(*MOVE, ".").code == 0
    assert folder.read("src/own/a.py") == SORTED
    assert folder.read("a.py") == UNSORTED


def test_comments_go_along_with_their_imports(folder: Folder) -> None:
    first, of_g = "import aaa\n\n", "# of g\nfrom beta import g\n"
    of_f = "# of f\nfrom alpha import f  # noqa: F401\n"
    after = f"{first}{of_g}\n{of_f}".replace("alpha", "numpy")
    assert sorted_as(folder, f"{first}{of_f}\n{of_g}") == after


@pytest.mark.parametrize("first", ["", '"""What."""\n\n', "# of the file\n\n"])
@pytest.mark.parametrize("line", ["from {} import f\n", "from {} import f, e, g\n"])
def test_a_mark_goes_along_with_its_import(
    first: str, line: str, folder: Folder
) -> None:
    """Wherever it stands: to ruff, a comment above the first import belongs to none."""
    mark = "# codemod: review[behaviour-changed-silently] x\n"
    line = line.replace("f, e, g", "e, f, g")
    moved = [*MOVE, "--move", "alpha.e=numpy.e", "--move", "alpha.g=numpy.g"]
    before = f"{first}{mark * 2}{line.format('alpha')}from beta import h\n"
    after = f"{first}from beta import h\n\n{mark * 2}{line.format('numpy')}"
    folder.write({**OWN, "src/own/a.py": before})
    folder.rewrite(*moved, ".")
    assert folder.read("src/own/a.py") == after


def test_imports_of_one_module_become_one(folder: Folder) -> None:
    before = "from alpha import f  # one\nfrom numpy import g  # two\n\nf(g)\n"
    after = "from numpy import (\n    f,  # one\n    g,  # two\n)\n\nf(g)\n"
    assert sorted_as(folder, before) == after


def test_inside_functions_and_guards(folder: Folder) -> None:
    before = (
        "import os\n\nif os.name:\n    from alpha import f\n    from beta import g\n\n"
        "    f(g)\n"
    )
    after = before.replace("    from alpha import f\n", "").replace(
        "import g\n", "import g\n    from numpy import f\n"
    )
    assert sorted_as(folder, before) == after


@pytest.mark.parametrize("start", ["", "\xef\xbb\xbf"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_bytes_stay(start: str, newline: str, folder: Folder) -> None:
    before = (start + BEFORE.replace("\n", newline)).encode("latin-1")
    assert sorted_as(folder, before) == start + SORTED.replace("\n", newline)


def test_what_ruff_cannot_read_stays_as_it_is(folder: Folder) -> None:
    before = f"# coding: latin-1\n{BEFORE}# caf\xe9\n"
    after = before.replace("alpha", "numpy")
    assert sorted_as(folder, before.encode("latin-1")) == after


@pytest.mark.parametrize(
    ("before", "why"),
    [
        # The last one counts.
        ("from alpha import f\nfrom beta import f\n", "bound to something else"),
        # It hides what stands above it.
        ("from alpha import f\nfrom beta import *\n", "bound to something else"),
    ],
)
def test_an_order_that_means_something_stays(
    before: str, why: str, folder: Folder
) -> None:
    folder.write({**OWN, "src/own/a.py": before})
    done = folder.rewrite(*MOVE, ".")
    assert folder.read("src/own/a.py") == before.replace("alpha", "numpy")
    assert why in done.err
    assert "[imports-not-sorted]" in done.err


@pytest.mark.parametrize(
    ("prelude", "settings", "why"),
    [
        ("import sys; sys.modules['ruff'] = None", "", "it is not installed"),
        (
            "",
            '[tool.ruff]\nrequired-version = "<0.1"\n',
            "ruff failed Cause: Required version",
        ),
    ],
)
def test_without_ruff_a_file_is_written_as_it_is(
    prelude: str, settings: str, why: str, folder: Folder
) -> None:
    folder.write({"pyproject.toml": settings + SETTINGS, "a.py": BEFORE})
    done = folder.rewrite(*MOVE, ".", prelude=prelude)
    assert (done.code, folder.read("a.py")) == (0, UNSORTED)
    assert f"a.py: note: ruff: {why}" in done.err


def test_a_planted_ruff_is_not_run(folder: Folder) -> None:
    trap = "#!/bin/sh\ntouch trapped\n"
    folder.write({**OWN, "a.py": BEFORE, "ruff": trap, "ruff.py": "1 / 0\n"})
    (folder.path / "ruff").chmod(0o755)
    folder.rewrite(*MOVE, "a.py", PATH=".:" + folder.environment()["PATH"])
    assert "trapped" not in folder.tree()


def test_check_and_diff_show_what_is_written(folder: Folder) -> None:
    folder.write({**OWN, "src/own/a.py": BEFORE})
    done = folder.rewrite(*MOVE, "--diff", ".")
    assert folder.read("src/own/a.py") == BEFORE
    (folder.path / "change.diff").write_bytes(done.raw)
    folder.git("apply", "change.diff")
    assert folder.read("src/own/a.py") == SORTED


@pytest.mark.parametrize("name", ["src/own/a.py", "src/own/new.py"])
def test_standard_input(name: str, folder: Folder) -> None:
    folder.write({**OWN, "src/own/a.py": "import x\n"})
    done = folder.rewrite(*MOVE, "-", "--stdin-filename", name, stdin=BEFORE.encode())
    assert (done.code, done.out) == (0, SORTED)


def test_many_files_on_several_processes(folder: Folder) -> None:
    names = [f"src/own/a{number}.py" for number in range(80)]
    folder.write({**OWN, **dict.fromkeys(names, BEFORE)})
    assert folder.rewrite(*MOVE, "-j", "2", ".").code == 0
    assert {folder.read(name) for name in names} == {SORTED}


def test_marimo(folder: Folder) -> None:
    head = "import marimo\n\napp = marimo.App()\n\n\n@app.cell\ndef _():\n"
    cell = "    from alpha import f\n    from beta import g\n    return f, g\n"
    after = "    from beta import g\n    from numpy import f\n    return f, g\n"
    assert sorted_as(folder, head + cell) == head + after


def test_in_a_commit(family: Family) -> None:
    family.make_template({"files/a.txt": "x\n"})
    ours = 'title = "x"\n[[move]]\nfrom = "alpha"\nto = "numpy"\nnames = ["f"]\n'
    own = SETTINGS + '[tool.codemod]\nmigrations = ["ours.toml"]\nselect = ["ours"]\n'
    files = {**OWN, "pyproject.toml": own, "ours.toml": ours, "src/own/a.py": BEFORE}
    folder = family.project("project", files)
    result = family.report("migrate")["project"]
    assert (result["outcome"], result["files"]) == ("created", 1), result
    assert show(folder, "migrate/imports", "src/own/a.py").decode() == SORTED


def notebook(
    *cells: str, indent: int = 1, whole: bool = False, newline: str = "\n"
) -> str:
    """Return a notebook, its cells as lists of lines or as strings."""
    sources = [one if whole else one.splitlines(keepends=True) for one in cells]
    each: list[dict[str, Any]] = [
        {"cell_type": "code", "metadata": {}, "outputs": ["caf\u00e9"], "source": one}
        for one in sources
    ]
    found = {"cells": each, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    return json.dumps(found, indent=indent) + newline


IMPORTS = "from alpha import f\nfrom beta import g\n"
IN_ORDER = "from beta import g\nfrom numpy import f\n"
MAGIC = "\n%matplotlib inline\nf('\u00e9')"


@pytest.mark.parametrize(
    "layout",
    [{}, {"indent": 4}, {"whole": True}, {"newline": ""}],
    ids=["lines", "indented", "string", "no newline"],
)
def test_the_cells_of_a_notebook_are_sorted_and_nothing_else(
    layout: dict[str, Any], folder: Folder
) -> None:
    before = notebook("x = 1", IMPORTS + MAGIC, "!ls", "from alpha import f", **layout)
    after = notebook("x = 1", IN_ORDER + MAGIC, "!ls", "from numpy import f", **layout)
    folder.write({**OWN, "a.ipynb": before})
    assert folder.rewrite(*MOVE, ".").code == 0
    assert folder.read("a.ipynb") == after


@pytest.mark.parametrize(
    ("settings", "cells"),
    [
        (SETTINGS, ["import zlib\nimport os\n", IMPORTS]),
        ('[tool.ruff.lint]\nselect = ["E"]\n', [IMPORTS]),
        (SETTINGS + 'per-file-ignores = {"*.ipynb" = ["I001"]}\n', [IMPORTS]),
        ('[tool.ruff]\nextend-exclude = ["*.ipynb"]\n' + SETTINGS[11:], [IMPORTS]),
        (SETTINGS, ["%%time\n" + IMPORTS.replace("from beta", "x = 1\nfrom beta")]),
    ],
)
def test_the_cells_of_a_notebook_keep_their_order(
    settings: str, cells: list[str], folder: Folder
) -> None:
    folder.write({"pyproject.toml": settings, "a.ipynb": notebook(*cells)})
    assert folder.rewrite(*MOVE, ".").code == 0
    new = [one.replace("alpha", "numpy") for one in cells]
    assert folder.read("a.ipynb") == notebook(*new)


@pytest.mark.parametrize("source", ["..", "../lib", "./"])
def test_modules_outside_of_the_project_are_its_own_where_it_says_so(
    source: str, folder: Folder
) -> None:
    """Beside it, a module is one of others, unless `src` names where it is."""
    settings = f'[tool.ruff]\nsrc = ["{source}"]\n{SETTINGS}'
    folder.write({"lib/own.py": "h = 1\n", "own/__init__.py": "h = 1\n"})
    folder.write({"app/pyproject.toml": settings, "app/a.py": BEFORE})
    folder.rewrite(*MOVE, ".")
    # Of others, it was not in its place before.
    assert folder.read("app/a.py") == (UNSORTED if source == "./" else SORTED)
