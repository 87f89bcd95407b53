"""How each tool is asked to do a job: its command lines, its best setting."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.targets import PARSE, READ, US
from bench.trees import BENCH, HOME, VENV

if TYPE_CHECKING:
    from collections.abc import Callable

    from bench.judge import Move

CORES = os.cpu_count() or 1
BIN = VENV / "bin"
PYTHON = str(BIN / "python")


@dataclass(frozen=True, kw_only=True)
class Task:
    """One job for one tool; commands run in the folder that holds `target`."""

    move: Move
    #: Folder below the working copy's root.
    target: str
    #: Number of Python files.
    count: int
    #: Lists those that hold the moved name's last part, one a line.
    holding: Path


@dataclass(frozen=True, kw_only=True)
class Tool:
    """One tool in one setting."""

    name: str
    #: The command as a reader would type it.
    shown: str
    command: Callable[[Task], list[str]]
    #: Exit codes that mean the job was done.
    fine: frozenset[int] = frozenset({0})
    #: What the reader must know.
    note: str = ""


def environment() -> dict[str, str]:
    """Return the variables a tool sees: few, the same for all."""
    kept = {"PATH", "HOME", "TMPDIR"} & os.environ.keys()
    return {"LANG": "C.UTF-8"} | {key: os.environ[key] for key in kept}


def find_ours(option: str | None) -> list[str]:
    """Return the start of our command: `option`, the installed one, or the module."""
    if option is not None:
        return shlex.split(option)
    installed = Path(sys.executable).parent / "codemod"
    if installed.exists():
        return [str(installed)]
    source = f"PYTHONPATH={BENCH.parent / 'src'}"
    return ["env", source, sys.executable, "-m", "dr_refit.cli.codemod"]


def ours(start: list[str], jobs: int | None = None) -> Tool:
    """Our own command; without `jobs` as a user types it."""
    option = [] if jobs is None else ["-j", str(jobs)]
    return Tool(
        name=" ".join([US, *option]),
        shown=" ".join(["codemod rewrite-imports", *option, "--move OLD=NEW PATH"]),
        command=lambda task: [
            *(*start, "rewrite-imports", *option),
            *("--move", str(task.move), task.target),
        ],
        fine=frozenset({0, 1}),
    )


def libcst(jobs: int) -> Tool:
    """LibCST's own rename command, formatter off."""
    return Tool(
        name=f"LibCST -j {jobs}",
        shown=f"python -m libcst.tool codemod rename.RenameCommand -j {jobs}"
        " --no-format --hide-progress --old_name OLD --new_name NEW PATH",
        command=lambda task: [
            *(PYTHON, "-m", "libcst.tool", "codemod", "rename.RenameCommand"),
            *("-j", str(jobs), "--no-format", "--hide-progress"),
            *("--old_name", task.move.old, "--new_name", task.move.new, task.target),
        ],
        fine=frozenset({0, 1}),
    )


def ast_grep_pattern() -> Tool:
    """One pattern: the least ast-grep can be asked for, so its best time."""
    return Tool(
        name="ast-grep, one pattern",
        shown=f"ast-grep run -j {CORES} -l python -U"
        " -p 'from MODULE import NAME' -r 'from NEW import NAME' PATH",
        command=lambda task: [
            *(str(BIN / "ast-grep"), "run", "-j", str(CORES), "-l", "python", "-U"),
            *("-p", _statement(task.move.old), "-r", _statement(task.move.new)),
            task.target,
        ],
        fine=frozenset({0, 1}),
        note="sees only statements that import this one name",
    )


def ast_grep_rules() -> Tool:
    """A rule file for the usual forms: what a careful user would write."""

    def command(task: Task) -> list[str]:
        rules = HOME / "rules.yml"
        rules.write_text(_rules(task.move))
        options = ["-j", str(CORES), "-U", "-r", str(rules)]
        return [str(BIN / "ast-grep"), "scan", *options, task.target]

    return Tool(
        name="ast-grep, rule file",
        shown=f"ast-grep scan -j {CORES} -U -r rules.yml PATH",
        command=command,
        fine=frozenset({0, 1}),
        note="`bench/ast_grep_rules.yml`: alone, `as`, in a list (which is written"
        " anew), through the module and its aliases",
    )


def _statement(dotted: str) -> str:
    module, _, name = dotted.rpartition(".")
    return f"from {module} import {name}"


def _rules(move: Move) -> str:
    old, _, name = move.old.rpartition(".")
    new, _, same = move.new.rpartition(".")
    assert name == same
    parent, _, leaf = old.rpartition(".")
    words = {"OLD": old, "NEW": new, "NAME": name, "PARENT": parent, "LEAF": leaf}
    template = (BENCH / "ast_grep_rules.yml").read_text()
    return re.sub(rf"\b({'|'.join(words)})\b", lambda hit: words[hit[0]], template)


def reorder() -> Tool:
    """The reorder-python-imports command over all files, one process a core."""

    def command(task: Task) -> list[str]:
        old, _, name = task.move.old.rpartition(".")
        new, _, _ = task.move.new.rpartition(".")
        chunk = min(500, -(-task.count // CORES))
        options = f"--exit-zero-even-if-changed --replace-import {old}={new}:{name}"
        tool = shlex.quote(str(BIN / "reorder-python-imports"))
        find = f"find {shlex.quote(task.target)} -name '*.py' -print0"
        return ["sh", "-c", f"{find} | xargs -0 -P {CORES} -n {chunk} {tool} {options}"]

    return Tool(
        name="reorder-python-imports",
        shown="find PATH -name '*.py' -print0 |"
        f" xargs -0 -P {CORES} -n N reorder-python-imports"
        " --exit-zero-even-if-changed --replace-import OLD_MODULE=NEW_MODULE:NAME",
        command=command,
        fine=frozenset({0, 123}),
        note="reads a file down to its first statement that is no import; also sorts"
        " every file's imports, one name a line",
    )


def rope() -> Tool:
    """Move the definition with rope, in one process: it has no other way."""

    def command(task: Task) -> list[str]:
        old, _, name = task.move.old.rpartition(".")
        new, _, _ = task.move.new.rpartition(".")
        return [PYTHON, str(BENCH / "rope_move.py"), ".", old, name, new]

    return Tool(
        name="rope",
        shown="python bench/rope_move.py PROJECT OLD_MODULE NAME NEW_MODULE",
        command=command,
        note="moves the definition too (its file is left out of the judgement); cannot"
        " rename what is defined outside the project",
    )


def floor() -> Tool:
    """Only walk and read: what no tool can go below."""
    return Tool(
        name=READ,
        shown="python bench/floor.py PATH",
        command=lambda task: [PYTHON, str(BENCH / "floor.py"), task.target],
    )


def parse_floor() -> Tool:
    """Only parse what holds the name: what no tool that parses can go below."""
    return Tool(
        name=PARSE,
        shown=f"python bench/floor_parse.py {CORES} LISTING",
        command=lambda task: [
            *(PYTHON, str(BENCH / "floor_parse.py"), str(CORES), str(task.holding)),
        ],
        note="`ast.parse` of each file that holds the name's last part, once; those are"
        " listed for it",
    )


def start_up(start: list[str]) -> list[Tool]:
    """Our command that does nothing, beside the interpreter that does nothing."""
    return [
        Tool(
            name="dr-refit",
            shown="codemod --version",
            command=lambda _: [*start, "--version"],
        ),
        Tool(
            name="Python alone",
            shown="python -c pass",
            command=lambda _: [PYTHON, "-c", "pass"],
        ),
    ]


def versions(start: list[str]) -> dict[str, str]:
    """Return tool -> version."""

    def first_line(command: list[str]) -> str:
        result = subprocess.run(
            command, capture_output=True, text=True, env=environment(), check=False
        )
        return (result.stdout.splitlines() or ["?"])[0].strip()

    query = "import sys, importlib.metadata as m; print(m.version(sys.argv[1]))"
    names = ("libcst", "ast-grep-cli", "rope", "reorder-python-imports")
    found = {name: first_line([PYTHON, "-c", query, name]) for name in names}
    return {"dr-refit": first_line([*start, "--version"]).split()[-1], **found}
