"""Render the template and run tools on what comes out: what the tests here share."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support import forks

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "templates/project"
APPLICATION = ROOT / "templates/application"
STAND_INS = ROOT / "examples/stand-ins"
#: What the plan says of its two projects: their names are enough.
PLANNED: dict[str, dict[str, Any]] = {
    "ft-scaling": {
        "description": "Fine-tuning scaling analysis, with runs from W&B and"
        " AllenAI's DataDecide.",
        "layer": "project",
        "builds_on": ["dr-wandb", "dr-hf", "dr-frames", "datadec"],
        "data_source": "hf",
        "hf_dataset": "drotherm/dd_parsed",
    },
    "ft-pred": {
        "description": "Fine-tuning prediction, on the data of ft-scaling.",
        "layer": "project",
        "builds_on": ["dr-frames", "ft-scaling"],
        "data_source": "none",
    },
}
_UTILITIES = ("dr-wandb", "dr-hf", "dr-duck", "dr-frames", "dr-render")
#: What a project of a layer may build on, as the plan draws it.
FAMILY = dict.fromkeys(_UTILITIES, ("domain", "project", "application")) | {
    "datadec": ("project",),
    "ft-scaling": ("project", "application"),
    "ft-pred": ("application",),
}

#: Variables of somebody who commits, and whom nobody on GitHub answers.
NOWHERE = {
    "GIT_CONFIG_COUNT": "1",
    "GIT_CONFIG_KEY_0": "url.file:///nowhere/.insteadOf",
    "GIT_CONFIG_VALUE_0": "https://github.com/",
} | {
    f"GIT_{who}_{what}": "t@example.org"
    for who in ("AUTHOR", "COMMITTER")
    for what in ("NAME", "EMAIL")
}
#: Settings of the developer's own that a test must not see.
_FOREIGN = ("GIT_", "PYTHON", "PYTEST_", "VIRTUAL_ENV", "UV_PROJECT", "UV_PYTHON")

type Answers = Mapping[str, Any]

_COPIER = (
    "import runpy\nrunpy.run_module('copier', run_name='__main__', alter_sys=True)"
)


@dataclass(frozen=True, kw_only=True)
class Machine:
    """A folder and an environment of its own: the user's git settings do not count."""

    home: Path
    env: Mapping[str, str]

    @classmethod
    def new(cls, home: Path, *, github: Path | None = None, **env: str) -> Machine:
        """Make one. `github`: a folder that stands in for github.com."""
        home.mkdir(parents=True, exist_ok=True)
        settings = {"user.name": "t", "user.email": "t@example.org"}
        settings |= {"init.defaultBranch": "main", "advice.detachedHead": "false"}
        if github:
            settings[f"url.{github.as_uri()}/.insteadOf"] = "https://github.com/"
        git = {"GIT_CONFIG_COUNT": str(len(settings)), "GIT_CONFIG_GLOBAL": os.devnull}
        for number, (key, value) in enumerate(settings.items()):
            git |= {
                f"GIT_CONFIG_KEY_{number}": key,
                f"GIT_CONFIG_VALUE_{number}": value,
            }
        # The same content makes the same commit: uv's cache stays true.
        date = {
            f"GIT_{who}_DATE": "2026-01-01T00:00Z" for who in ("AUTHOR", "COMMITTER")
        }
        inherited = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(_FOREIGN)
        }
        cache = {"COPIER_CACHE_DIR": str(home / "copier"), "GIT_CONFIG_NOSYSTEM": "1"}
        cache |= {"GIT_TEST_FSYNC": "0"}
        return cls(home=home, env=inherited | git | date | cache | env)

    def run(
        self, *command: str | Path, cwd: Path, **env: str
    ) -> subprocess.CompletedProcess[str]:
        parts = [str(part) for part in command]
        env = {**self.env, **env}
        try:
            return subprocess.run(
                parts, cwd=cwd, env=env, capture_output=True, text=True, check=False
            )
        except FileNotFoundError as error:
            return subprocess.CompletedProcess(parts, 127, "", str(error))

    def must(self, *command: str | Path, cwd: Path, **env: str) -> str:
        done = self.run(*command, cwd=cwd, **env)
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def git(self, *command: str | Path, cwd: Path) -> str:
        return self.must("git", *command, cwd=cwd).strip()

    def commit(self, folder: Path, tag: str | None = None) -> None:
        """Commit all of a folder, a repository from now on."""
        if not (folder / ".git").exists():
            self.git("init", "-q", cwd=folder)
        self.git("add", "-A", cwd=folder)
        self.git("commit", "-qm", tag or "change", cwd=folder)
        if tag:
            self.git("tag", tag, cwd=folder)

    def copier(
        self, *command: str | Path, cwd: Path
    ) -> subprocess.CompletedProcess[str]:
        """Run `python -m copier`."""
        parts = [str(part) for part in command]
        done = forks.run(_COPIER, parts, cwd, self.env, copier=True)
        return subprocess.CompletedProcess(
            parts, done.code, done.out.decode(), done.err.decode()
        )

    def generate(self, source: str | Path, project: Path, answers: Answers) -> str:
        """Make a project; return what Copier told."""
        project.parent.mkdir(parents=True, exist_ok=True)
        file = self.home / f"{project.name}-answers.yml"
        text = json.dumps(dict(answers), ensure_ascii=False)  # JSON is YAML
        file.write_text(text, "utf-8")
        asked = ("copy", "--defaults", "--data-file", file)
        done = self.copier(*asked, source, project, cwd=self.home)
        assert done.returncode == 0, done.stderr
        return done.stderr


def copy_templates(folder: Path) -> Path:
    """Copy what a clone of this repository would hold of the templates."""
    shutil.copytree(ROOT / "templates", folder / "templates")
    shutil.copy(ROOT / "copier.yml", folder)
    return folder


def stand_ins(machine: Machine, github: Path) -> None:
    """Make repositories of what is on no registry: a little datadec, the plan's."""
    shutil.copytree(STAND_INS, github)
    machine.commit(github / "datadec", "dd4f54c")
    for name in PLANNED:
        machine.generate(TEMPLATE, github / name, {})
        machine.commit(github / name)


def tree(folder: Path) -> dict[str, tuple[int, bytes]]:
    """All files of a project: name to mode and bytes."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mode, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    }
