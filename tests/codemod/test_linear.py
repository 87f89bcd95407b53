"""A file that is eight times as long takes eight times the work, or little more."""

from __future__ import annotations

import cProfile
import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from dr_refit.cli.codemod import main

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.slow
MOVES = ["--move", "old.mod.f=new.home.f", "--move-module", "old.pkg=new.pkg"]


def imports(n: int) -> str:
    return "".join(f"from old.mod import f as f{i}\n" for i in range(n))


def names(n: int) -> str:
    return f"from old.pkg import {', '.join(f'n{i}' for i in range(n))}\n"


def on_one_line(n: int) -> str:
    return f"from old.mod import f; {'; '.join(f'x{i} = f' for i in range(n))}\n"


def classes(n: int) -> str:
    method = "    def m(self):\n        return old.pkg.sub.f(self)\n"
    each = (f"class C{i}(old.pkg.Base):\n{method}" for i in range(n))
    return "import old.pkg\n" + "".join(each)


def doctests(n: int) -> str:
    example = "    '''\n    >>> from old.mod import f\n    >>> f()\n    '''\n"
    return "".join(f"def g{i}():\n{example}" for i in range(n))


def cells(n: int) -> str:
    cell: dict[str, object] = {
        "cell_type": "code",
        "execution_count": None,
        "metadata": {},
        "outputs": [],
        "source": ["from old.mod import f\n", "f()"],
    }
    whole = {"cells": [cell] * n, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    return json.dumps(whole, indent=1)


@pytest.mark.parametrize(
    ("make", "n"),
    [
        (imports, 400),
        (names, 1_000),
        (on_one_line, 500),
        (classes, 300),
        (doctests, 150),
        (cells, 700),
    ],
)
def test_work_grows_as_the_file_does(
    make: Callable[[int], str], n: int, tmp_path: Path
) -> None:
    file = tmp_path / ("a.ipynb" if make is cells else "a.py")

    def calls(size: int) -> int:
        file.write_text(make(size))
        command = ["rewrite-imports", "-j1", "-q", *MOVES, str(file)]
        with cProfile.Profile() as profile:
            done = CliRunner().invoke(main, command, catch_exceptions=False)
        assert done.exit_code == 0, done.output
        assert "old" not in file.read_text()
        return sum(entry.callcount for entry in profile.getstats())

    calls(1)  # what is imported late
    assert calls(8 * n) < 9 * calls(n)
