"""The move that most tests make, as a process and in this one."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit.codemod.pipeline import run
from dr_refit.codemod.prove import Options
from dr_refit.migration.moves import command_line
from dr_refit.migration.table import MoveTable
from dr_refit.tree.discover import discover
from dr_refit.tree.disk import Disk

if TYPE_CHECKING:
    from pathlib import Path

    from dr_refit.codemod.result import Report


MOVE = ("--move", "old.tool=new.home.tool")
OLD, NEW = "from old import tool\n", "from new.home import tool\n"
AS_ROOT = os.geteuid() == 0


def library(folder: Path, *moves: str) -> Report:
    """Rewrite a folder in this process."""
    lookup = MoveTable([command_line(moves or [MOVE[1]], [])])
    disk = Disk()
    return run(disk, discover(disk, [str(folder)]), lookup, Options())


def strays(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.suffix == ".tmp"]


#: Large enough that writing takes a while, and cheap to parse.
PADDING = "# " + "x" * 98 + "\n"
#: A migration that makes it.
OWN = """\
title = "a migration of our own"

[[move]]
from = "old"
to = "new.home"
names = ["tool"]

[removed]
"old.gone" = "use another"
"""
#: What two of the shipped ones change.
BOTH = "import hf_utils.branches\nimport dr_showntell.fancy_table\n"
HF, SHOWN = "import dr_hf\n", "import dr_render\n"
