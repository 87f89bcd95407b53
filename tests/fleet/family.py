"""A small template, a project made from it, and `fleet` as a process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conftest import Done, Folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

MAIN = "from dr_refit.cli.fleet import main\nmain(prog_name='fleet')\n"
ANSWERS = ".copier-answers.yml"
FILES: dict[str, str | bytes] = {
    "copier.yml": (
        "_subdirectory: files\n"
        '_skip_if_exists: ["data/*"]\n'
        "project_name: {type: str}\n"
        "layer: {type: str, default: project, choices: [utility, project]}\n"
    ),
    "files/{{ _copier_conf.answers_file }}.jinja": (
        "{{ _copier_answers|to_nice_yaml -}}\n"
    ),
    "files/README.md.jinja": "# {{ project_name }}\n\nOne.\nTwo.\n",
    "files/tool.sh": "#!/bin/sh\n",
    "files/logo.bin": b"\x00\x01\x02\xff",
    "files/settings.cfg": "a = 1\n",
    "files/data/table.csv": "a,b\n",
    "presets/low.yml": "layer: utility\n",
}


class Template(Folder):
    """A repository with a template."""

    @property
    def url(self) -> str:
        """Where projects say that they come from."""
        return f"git+{self.path.as_uri()}"

    def release(self, version: str, files: Mapping[str, str | bytes]) -> None:
        """Change files, and tag that."""
        self.write(dict(files))
        self.git("add", "--all")
        self.git("commit", "-qm", version)
        self.git("tag", version)


@dataclass(frozen=True, kw_only=True)
class Fleet:
    """A folder with a fleet.toml, the repositories beside it, and their template."""

    folder: Folder
    template: Template
    #: A project at v1.0.0, to be cloned.
    project: Path

    def run(self, *arguments: str) -> Done:
        """Run `fleet` as somebody."""
        who = {"GIT_AUTHOR_NAME": "b", "GIT_AUTHOR_EMAIL": "b@example.org"}
        who |= {"GIT_COMMITTER_NAME": "b", "GIT_COMMITTER_EMAIL": "b@example.org"}
        return self.folder.python(MAIN, *arguments, stdin=b"", **who)

    def status(self, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
        """Run `fleet status`; the exit code, and how each repository stands."""
        done = self.run("status", "--output-format", "json", *arguments)
        assert done.err == ""
        return done.code, json.loads(done.out)["repositories"]

    def declare(self, *repositories: str, head: str = "") -> None:
        """Write the fleet.toml: the lines of each repository."""
        tables = "".join(f"\n[[repository]]\n{lines}\n" for lines in repositories)
        text = f'[template]\nurl = "{self.template.url}"\n{head}\n{tables}'
        self.folder.write({"fleet.toml": text})

    def clone(
        self, name: str, files: Mapping[str, str | bytes | None] | None = None
    ) -> Folder:
        """Clone the project, and commit changes to files; None deletes one."""
        repository = Folder(self.folder.path / name)
        self.folder.git("clone", "-q", str(self.project), name)
        for path, content in (files or {}).items():
            if content is None:
                (repository.path / path).unlink()
            else:
                repository.write({path: content})
        if files:
            repository.git("add", "--all")
            repository.git("commit", "-qm", "change")
        return repository
