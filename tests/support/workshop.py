"""The machine that generated projects are checked on: made once per test run."""

from __future__ import annotations

import fcntl
import os
import re
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.machine import (
    ROOT,
    TEMPLATE,
    Machine,
    stand_ins,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

#: pre-commit repository -> distribution. pygrep-hooks are patterns, and need none.
HOOKS = {
    "pre-commit-hooks": "pre-commit-hooks",
    "ruff-pre-commit": "ruff",
    "mirrors-mypy": "mypy",
    "codespell": "codespell",
    "rumdl-pre-commit": "rumdl",
    "zizmor-pre-commit": "zizmor",
}


@contextmanager
def once(folder: Path) -> Iterator[bool]:
    """Whether this process is the first of the session that comes here."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield not folder.exists()


def hook_requirements() -> list[str]:
    """Pin each tool as the generated .pre-commit-config.yaml does."""
    config = (TEMPLATE / "partials/pre-commit.jinja").read_text("utf-8")
    revisions = re.findall(r"repo: \S+/(\S+)\n +rev: v(\S+)", config)
    pinned = [f"{HOOKS[name]}=={rev}" for name, rev in revisions if name in HOOKS]
    # What mypy's hook has, of both templates, and what serves an application.
    beside = (
        "duckdb",
        "fastapi",
        "huggingface-hub",
        "pandas-stubs",
        "pydantic-settings",
        "uvicorn",
    )
    return [*pinned, *beside, "pytest", "typer"]


def search_path() -> list[str | Path]:
    """Where uv is, then all else, then the Pythons of pyenv."""
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    pythons = [path.parent for path in pyenv.glob("versions/3.1[2-9]*/bin/python")]
    return [Path(sys.executable).parent, os.environ["PATH"], *pythons]


def make_workshop(base: Path, cache: Path, worker: str) -> Machine:
    """Make a machine with all tools, and with stand-ins for what is on no registry.

    One for all workers, in `base`. Its github.com is a folder: datadec is a stand-in,
    ft-scaling and ft-pred are the plan's.
    """
    home = base / "workshop"
    tools, github = home / "tools", home / "github/drothermel"
    # uv's own cache would keep the stand-ins under the names of the real repositories.
    machine = Machine.new(
        home,
        github=github.parent,
        PATH=":".join(map(str, [tools / "bin", *search_path()])),
        UV_CACHE_DIR=str(cache),
        MYPY_CACHE_DIR=str(home / f"mypy-{worker}"),
        PRE_COMMIT_HOME=str(home / "pre-commit"),
    )
    with once(tools) as first:
        if first:
            machine.must(
                "uv", "venv", "-q", "--python", sys.executable, tools, cwd=home
            )
            install = ("uv", "pip", "install", "-q", "--python", tools / "bin/python")
            pins = ("-r", ROOT / "tests/template/requirements.txt")
            machine.must(*install, *pins, *hook_requirements(), cwd=home)
            stand_ins(machine, github)
    return machine
