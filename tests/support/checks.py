"""All that a generated project is measured by, and nobody here wrote."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.machine import Answers, Machine

_TEXT = {"types_or": ["text"]}
_PYTHON = {"types_or": ["python", "pyi"]}
#: Hook -> what its repository says of it, where that is more than its own name on text.
HOOKS: dict[str, dict[str, Any]] = {
    "check-toml": {"types_or": ["toml"]},
    "check-yaml": {"types_or": ["yaml"]},
    "debug-statements": {"entry": "debug-statement-hook", "types_or": ["python"]},
    "trailing-whitespace": {"entry": "trailing-whitespace-fixer"},
    "python-check-blanket-noqa": {
        "language": "pygrep", "entry": "(?i)# noqa(?!: )", **_PYTHON,
    },
    "python-check-blanket-type-ignore": {
        "language": "pygrep", "entry": r"# type:? *ignore(?!\[|\w)", **_PYTHON,
    },
    "ruff-check": {"entry": "ruff check --force-exclude", **_PYTHON},
    "ruff-format": {"entry": "ruff format --force-exclude", **_PYTHON},
    "mypy": {"require_serial": True, **_PYTHON},
    "rumdl": {"entry": "rumdl check", "types_or": ["markdown"]},
    "zizmor": {"files": r"^\.github/", "types_or": ["yaml"], "require_serial": True},
}  # fmt: skip


def local_hooks(config: dict[str, Any]) -> dict[str, Any]:
    """Make every hook run the tool of the same version that is installed."""
    hooks = [
        {"name": hook["id"], "entry": hook["id"], "language": "system"}
        | _TEXT
        | HOOKS.get(hook["id"], {})
        | {key: value for key, value in hook.items() if "dependencies" not in key}
        for repository in config["repos"]
        for hook in repository["hooks"]
    ]
    return config | {"repos": [{"repo": "local", "hooks": hooks}]}


class Checks:
    """The checks on one project. Each adds to `failures` and goes on."""

    def __init__(self, machine: Machine, project: Path, answers: Answers) -> None:
        self.machine, self.project, self.answers = machine, project, answers
        self.failures: dict[str, str] = {}
        #: Family of checks of repo-review -> passed / all. One that is skipped did not.
        self.review: dict[str, str] = {}

    def step(self, *command: str | Path, **env: str) -> str:
        done = self.machine.run(*command, cwd=self.project, **env)
        if done.returncode:
            said = f"{done.stdout}\n{done.stderr}".strip()
            self.failures[" ".join(map(str, command))] = said
        return done.stdout

    def run(self, python: str, newest: str) -> None:
        """Run all, the dependencies fresh from the registry: on `python` the project
        itself, on `newest` its wheel.
        """
        self.machine.commit(self.project)
        self.step("uv", "sync", "-q", "--python", python)
        bin_ = self.project / ".venv/bin"
        for tool in (
            "ruff check",
            "ruff format --check",
            "mypy",
            "lint-imports",
            "deptry .",
            "pytest -q",
        ):
            name, *options = tool.split()
            self.step(bin_ / name, *options)
        if self.answers.get("notebooks", True):
            self.step(bin_ / "marimo", "check", "--strict", "notebooks")
        self.step("nox", "--session", "docs", "build")
        self.from_above()
        self.pre_commit()
        self.repo_review()
        self.wheel(newest)
        left = self.machine.git("status", "--porcelain", cwd=self.project)
        if left != "?? uv.lock":
            self.failures["git status"] = left

    def from_above(self) -> None:
        """Import the application: import-linter must object."""
        (tables,) = self.project.glob("src/*/tables.py")
        text = tables.read_text("utf-8")
        tables.write_text(f"{text}\n\nimport by_tomorrow_app\n", "utf-8")
        linter = self.project / ".venv/bin/lint-imports"
        said = self.machine.run(linter, cwd=self.project).stdout
        tables.write_text(text, "utf-8")
        if ("only what it may BROKEN" in said) != (
            self.answers["layer"] != "application"
        ):
            self.failures["lint-imports, from above"] = said

    def pre_commit(self) -> None:
        config = yaml.safe_load(
            (self.project / ".pre-commit-config.yaml").read_text("utf-8")
        )
        local = local_hooks(config)
        file = self.machine.home / f"{self.project.name}-hooks.yaml"
        file.write_text(json.dumps(local), "utf-8")
        said = self.step("pre-commit", "run", "--all-files", "--config", file)
        ran = said.count("Passed") + said.count("Failed")
        if ran != len(local["repos"][0]["hooks"]):
            self.failures["hooks that ran"] = said

    def repo_review(self) -> None:
        said = self.machine.run(
            "repo-review", ".", "--format", "json", cwd=self.project
        ).stdout
        review = json.loads(said)
        checks = review["checks"]
        for family, told in review["families"].items():
            results = [c["result"] for c in checks.values() if c["family"] == family]
            if results:
                self.review[told["name"]] = f"{results.count(True)} / {len(results)}"
        failed = {name for name, check in checks.items() if check["result"] is False}
        if failed:
            self.failures["repo-review"] = repr(failed)

    def wheel(self, python: str) -> None:
        """Run the tests on the wheel that nox built, in another folder.

        The dependencies are those of uv.lock: it must do for this Python as well.
        """
        elsewhere = self.machine.home / "elsewhere" / self.project.name
        venv = elsewhere / ".venv"
        for name in ("tests", "notebooks", "experiments"):
            if (self.project / name).exists():
                shutil.copytree(self.project / name, elsewhere / name)
        (wheel,) = self.project.glob("dist/*.whl")
        self.step(
            *("uv", "sync", "-q", "--locked", "--python", python),
            *("--no-default-groups", "--group", "test", "--no-install-project"),
            UV_PROJECT_ENVIRONMENT=str(venv),
        )
        self.step("uv", "pip", "install", "-q", "--no-deps", "-p", venv, wheel)
        self.step("uv", "pip", "check", "-p", venv)
        done = self.machine.run(
            venv / "bin/python", "-m", "pytest", "-q", "-Werror", cwd=elsewhere
        )
        if done.returncode:
            self.failures["tests of the wheel"] = done.stdout + done.stderr
