"""Which migrations run: --select, --ignore, --migration."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.support.rewriting import BOTH, HF, NEW, OLD, OWN, SHOWN
from tests.support.shipped import SHIPPED_IDS

if TYPE_CHECKING:
    from tests.support.folder import Folder


@pytest.mark.parametrize(
    ("options", "after"),
    [
        ([], HF + SHOWN),
        (["--select", "hf_utils"], HF + "import dr_showntell.fancy_table\n"),
        (["--ignore", "hf_utils"], "import hf_utils.branches\n" + SHOWN),
        (["--select", "hf_utils", "--select", "dr_showntell"], HF + SHOWN),
        (
            ["--select", "hf_utils", "--select", "dr_wandb", "--ignore", "dr_wandb"],
            HF + "import dr_showntell.fancy_table\n",
        ),
    ],
)
def test_select_and_ignore(options: list[str], after: str, folder: Folder) -> None:
    folder.write({"a.py": BOTH})
    assert folder.rewrite(*options, ".").code == 0
    assert folder.read("a.py") == after


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_a_migration_that_is_not_there(option: str, folder: Folder) -> None:
    folder.write({"a.py": BOTH})
    done = folder.rewrite(option, "nonsense", ".")
    assert done.code == 2
    assert done.err == (
        "error: there is no migration nonsense\n"
        f"hint: there are: {', '.join(SHIPPED_IDS)}\n"
    )


def test_no_migration_is_left(folder: Folder) -> None:
    done = folder.rewrite("--select", "hf_utils", "--ignore", "hf_utils", ".")
    assert done.code == 2
    assert re.match(r"error: no migration.*\nhint: .+\n", done.err)


def test_a_migration_of_ones_own(folder: Folder) -> None:
    folder.write({"own.toml": OWN, "a.py": OLD + BOTH})
    done = folder.rewrite("--migration", "own.toml", ".")
    assert (done.code, folder.read("a.py")) == (0, NEW + HF + SHOWN)
    folder.write({"a.py": OLD + BOTH})
    done = folder.rewrite("--migration", "own.toml", "--select", "own", ".")
    assert (done.code, folder.read("a.py")) == (0, NEW + BOTH)


def test_two_migrations_for_one_name(folder: Folder) -> None:
    folder.write({"own.toml": OWN, "other.toml": OWN, "a.py": OLD})
    done = folder.rewrite("--migration", "own.toml", "--migration", "other.toml", ".")
    assert done.code == 2
    assert re.match(r"error: old\.\w+ is in two migrations.*\nhint: .+\n", done.err)
    assert folder.read("a.py") == OLD


def test_select_wins_over_the_settings_ignore(folder: Folder) -> None:
    folder.write({"pyproject.toml": '[tool.codemod]\nignore = ["hf_utils"]\n'})
    folder.write({"a.py": BOTH})
    assert folder.rewrite("--select", "hf_utils", "a.py").code == 0
    assert folder.read("a.py") == HF + "import dr_showntell.fancy_table\n"


OWN_HF = """
title = "of our own"
[[move]]
module = "hf_utils.branches"
to = "ours"
"""


def test_ones_own_migration_replaces_a_shipped_one(folder: Folder) -> None:
    folder.write(
        {"pyproject.toml": '[tool.codemod]\nmigrations = ["codemods/hf_utils.toml"]\n'}
    )
    folder.write({"codemods/hf_utils.toml": OWN_HF})
    folder.write({"a.py": BOTH, "b.py": "import hf_utils.weights\n"})
    assert folder.rewrite(".").code == 0
    assert folder.read("a.py") == "import ours\n" + SHOWN
    assert folder.read("b.py") == "import hf_utils.weights\n"
    listed = folder.codemod("list", "--migration", "codemods/hf_utils.toml").out
    assert [line.split()[0] for line in listed.splitlines()] == SHIPPED_IDS
    assert "of our own" in listed


def test_the_command_lines_migration_replaces_that_of_the_settings(
    folder: Folder,
) -> None:
    folder.write(
        {"pyproject.toml": '[tool.codemod]\nmigrations = ["codemods/hf_utils.toml"]\n'}
    )
    folder.write({"codemods/hf_utils.toml": OWN_HF, "a.py": BOTH})
    folder.write({"other/hf_utils.toml": OWN_HF.replace("ours", "theirs")})
    assert folder.rewrite("--migration", "other/hf_utils.toml", ".").code == 0
    assert folder.read("a.py") == "import theirs\n" + SHOWN


def test_two_files_of_one_id(folder: Folder) -> None:
    folder.write({"one/x.toml": OWN, "two/x.toml": OWN_HF, "a.py": OLD})
    twice = ["--migration", "one/x.toml", "--migration", "two/x.toml"]
    done = folder.rewrite(*twice, "a.py")
    assert done.code == 2
    assert done.err.startswith("error: two files have the migration x\nhint: ")
    assert folder.rewrite(*twice[:2], *twice[:2], "a.py").code == 0
