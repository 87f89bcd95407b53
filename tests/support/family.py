"""A family of real repositories, a real template, and the real command."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.support.folder import MAIN, Done, Folder

if TYPE_CHECKING:
    from collections.abc import Mapping

ANSWERS = ".copier-answers.yml"
#: What every template here has, unless a test says otherwise.
BASICS: dict[str, str | bytes | None] = {
    "copier.yml": "name: {type: str, default: x}\n_subdirectory: files\n",
    f"files/{ANSWERS}.jinja": "{{ _copier_answers | to_nice_yaml }}",
}
LINES = "".join(f"line {number}\n" for number in range(1, 13))
#: A version of the template: files changed since the one before; None: deleted.
type Changes = Mapping[str, str | bytes | None]


def change(folder: Folder, changes: Changes) -> None:
    """Write and delete files."""
    for name, content in changes.items():
        path = folder.path / name
        if content is None:
            path.unlink()
        else:
            folder.write({name: content})


def commit(folder: Folder, message: str = "change") -> str:
    """Commit all there is."""
    folder.git("add", "--all", "--force")
    folder.git("commit", "--quiet", "--allow-empty", "--message", message)
    return folder.git("rev-parse", "HEAD").strip()


def committed(folder: Folder, files: dict[str, str | bytes] | None = None) -> Folder:
    """Make a repository of a folder and more files, with one commit of all of it."""
    folder.write(files or {})
    folder.git("init", "--quiet")
    commit(folder)
    return folder


class Family:
    """A folder with a template, projects made from it, and a fleet.toml."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.template = Folder(root / "template.git")
        self.repos: dict[str, str] = {}

    @property
    def url(self) -> str:
        """Where the template is."""
        return str(self.template.path)

    def make_template(self, *versions: Changes) -> None:
        """Make the template; the versions are tagged v1.0.0, v1.1.0, …"""
        self.template.path.mkdir()
        self.template.git("init", "--quiet", "-b", "main")
        for number, changes in enumerate(versions):
            first = BASICS if not number else {}
            self.release(f"v1.{number}.0", {**first, **changes})

    def release(self, tag: str, changes: Changes) -> None:
        """Make one more version of the template."""
        change(self.template, changes)
        commit(self.template, tag)
        self.template.git("tag", tag)

    def add(self, name: str, location: str = "", **fields: str) -> None:
        """Put a repository into the fleet.toml."""
        key = "url" if location else "path"
        given = {"name": name, key: location or name, **fields}
        self.repos[name] = "[[repository]]\n" + "".join(
            f"{key} = {json.dumps(value)}\n" for key, value in given.items()
        )

    def project(
        self,
        name: str,
        changes: Changes | None = None,
        *,
        version: str = "v1.0.0",
        data: Mapping[str, Any] | None = None,
        **fields: str,
    ) -> Folder:
        """Make a project from the template, change it, and add it."""
        made = Path(f"{self.root}-made", f"{version} {data}".replace("/", "-"))
        if not made.exists():
            _generate(Folder(made), self.url, version, data or {})
        folder = Folder(self.root / name)
        shutil.copytree(made, folder.path, symlinks=True)
        if changes:
            change(folder, changes)
            commit(folder)
        self.add(name, **fields)
        return folder

    def bare(self, name: str) -> Folder:
        """Make a bare origin of a project, which is added by its URL."""
        origin = Folder(self.root / f"{name}.git")
        Folder(self.root).git("clone", "--quiet", "--bare", name, origin.path.name)
        self.add(name, f"file://{origin.path}")
        return origin

    def write(self) -> None:
        """Write the fleet.toml."""
        text = f'[template]\nurl = "{self.url}"\n\n' + "\n".join(self.repos.values())
        (self.root / "fleet.toml").write_text(text)

    def fleet(self, *arguments: str, **extra: str) -> Done:
        """Run `fleet`, with variables of the environment."""
        self.write()
        return Folder(self.root).command("fleet", *arguments, stdin=b"", **extra)

    def start(self, *arguments: str, **extra: str) -> subprocess.Popen[bytes]:
        """Start `fleet` in a group of its own, and do not wait."""
        self.write()
        return subprocess.Popen(
            [sys.executable, "-c", MAIN.format("fleet"), *arguments],
            cwd=self.root,
            env=Folder(self.root).environment(**extra),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def report(self, *arguments: str, **extra: str) -> dict[str, dict[str, Any]]:
        """Run `fleet`; return its results by repository."""
        done = self.fleet(*arguments, "--output-format", "json", **extra)
        try:
            report = json.loads(done.out)
        except ValueError:
            raise AssertionError(done.out + done.err) from None
        assert report["exit_code"] == done.code
        return {result["repo"]: result for result in report["repositories"]}


def _generate(folder: Folder, url: str, version: str, data: Mapping[str, Any]) -> None:
    import copier

    copier.run_copy(
        url,
        folder.path,
        data=dict(data),
        vcs_ref=version,
        defaults=True,
        quiet=True,
        settings=copier.Settings(),
    )
    folder.git("init", "--quiet", "-b", "main")
    commit(folder, "from the template")


def show(folder: Folder, ref: str, path: str) -> bytes:
    """Read a file of a commit, as it is stored."""
    return subprocess.run(
        ["git", "cat-file", "blob", f"{ref}:{path}"],
        cwd=folder.path,
        env=folder.environment(),
        capture_output=True,
        check=True,
    ).stdout


def files(folder: Folder, ref: str) -> set[str]:
    """List the files of a commit."""
    listed = folder.git("ls-tree", "-r", "-z", "--name-only", ref)
    return set(listed.split("\0")[:-1])


def branches(folder: Folder) -> dict[str, str]:
    """Map the branches of a repository to their commits."""
    listed = folder.git(
        "for-each-ref", "--format=%(refname:short) %(objectname)", "refs/heads"
    )
    return dict(line.split() for line in listed.splitlines())


def leftovers(family: Family) -> list[str]:
    """List what a run should have cleared away, here and in all the projects."""
    home = family.root / ".fleet"
    found = [str(p) for p in family.root.rglob("*.lock")]
    found += [str(p) for p in (home / "store.git" / "worktrees").glob("*")]
    found += [str(p) for p in (home / "tmp").rglob("*")]
    return [path for path in found if os.path.basename(path) != "uv.lock"]
