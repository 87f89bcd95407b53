"""A template in two versions, and projects made from it with edits of their own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

#: Rendered files of the first version.
FILES = 40
LINES = 40
NEWER = b"a line of the newer version"
BRANCH = "template/v1.1.0"
SOMEBODY = {
    "GIT_AUTHOR_NAME": "a",
    "GIT_AUTHOR_EMAIL": "a@example.org",
    "GIT_COMMITTER_NAME": "a",
    "GIT_COMMITTER_EMAIL": "a@example.org",
}
IMAGE = b"\x89PNG\r\n\x1a\n\0" + bytes(range(256)) * 8


@dataclass(frozen=True)
class Edit:
    """A local change: what must be found somewhere afterwards."""

    kind: str
    #: A line of text, or a whole binary file.
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Made:
    """The originals, which are copied for every run."""

    root: Path
    #: Project -> its edits.
    edits: Mapping[str, list[Edit]]

    def fresh(self, kind: str) -> Path:
        """Copy the projects of a kind to the place where all are worked on."""
        place = self.root / "work"
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(self.root / kind, place, symlinks=True)
        os.sync()
        return place


def content(name: str, number: int, *, newer: bool) -> str:
    """Return the source of a template file; `name` is how it spells the project's."""
    lines = [f"# {name}: file {number}, line {line}" for line in range(LINES)]
    lines[0] = f'"""Module {number} of {name}."""'
    for line in range(5, LINES, 10):
        lines[line] = f"value_{number}_{line} = '{name}'"
    if newer and number % 4 == 0:
        lines[20] = f"# {name}: file {number}, {NEWER.decode()}"
    return "\n".join(lines) + "\n"


def files(name: str, *, newer: bool) -> dict[str, bytes]:
    """Return the template's files, as it has them in a version."""
    found = {
        f"src/mod{number:02}.py": content(name, number, newer=newer).encode()
        for number in range(FILES - 4)
    }
    found["src/moved_to.py" if newer else "src/moved.py"] = content(
        name, 96, newer=newer
    ).encode()
    if not newer:
        found["src/dropped.py"] = content(name, 97, newer=False).encode()
    found["logo.png"] = IMAGE
    return found


def make(
    root: Path, count: int, kinds: Iterable[str], environment: Mapping[str, str]
) -> Made:
    """Make template and projects, of each kind the same."""
    edits: dict[str, list[Edit]] = {}
    for kind in sorted(kinds):
        place = root / kind
        (place / "repos").mkdir(parents=True)
        url = _template(root, kind, environment)
        names = [f"project-{number:02}" for number in range(count)]
        for name in names:
            _generate(kind, url, place / "repos", name, environment)
            edits[name] = _edit(place / "repos" / name, name)
            _git(place / "repos" / name, environment, "add", "--all")
            _git(place / "repos" / name, environment, "commit", "-qm", "edits")
        fleet = [f'[template]\nurl = "{url}"\n']
        fleet += [f'[[repository]]\nname = "{n}"\npath = "repos/{n}"\n' for n in names]
        (place / "fleet.toml").write_text("\n".join(fleet))
    return Made(root=root, edits=edits)


def _git(folder: Path, environment: Mapping[str, str], *arguments: str) -> None:
    subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=environment,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def _template(root: Path, kind: str, environment: Mapping[str, str]) -> str:
    folder = root / f"{kind}-template"
    folder.mkdir()
    _git(folder, environment, "init", "-q", "-b", "main")
    for newer in (False, True):
        for path in folder.iterdir():
            if path.name != ".git":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        if kind == "copier":
            name, inside, suffix = "{{ project }}", folder / "files", ".jinja"
            (folder / "copier.yml").write_text(
                "project: {type: str}\n_subdirectory: files\n"
            )
            inside.mkdir()
            (inside / "{{ _copier_conf.answers_file }}.jinja").write_text(
                "{{ _copier_answers | to_nice_yaml }}"
            )
        else:
            name, suffix = "{{ cookiecutter.project }}", ""
            inside = folder / name
            (folder / "cookiecutter.json").write_text('{"project": "x"}\n')
        for place, data in files(name, newer=newer).items():
            file = inside / f"{place}{suffix if place.endswith('.py') else ''}"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        _git(folder, environment, "add", "--all")
        _git(folder, environment, "commit", "-qm", "version")
        _git(folder, environment, "tag", f"v1.{int(newer)}.0")
    _git(root, environment, "clone", "-q", "--bare", folder.name, f"{folder.name}.git")
    return f"file://{folder}.git"


def _generate(
    kind: str, url: str, repos: Path, name: str, environment: Mapping[str, str]
) -> None:
    if kind == "copier":
        import copier  # only where it is measured

        copier.run_copy(
            f"{url}",
            repos / name,
            data={"project": name},
            vcs_ref="v1.0.0",
            defaults=True,
            quiet=True,
        )
    else:
        context = json.dumps({"project": name})
        command = ["cruft", "create", url, "--no-input", "--checkout", "v1.0.0"]
        command += ["--extra-context", context]
        subprocess.run(
            command, cwd=repos, env=environment, check=True, stdout=subprocess.DEVNULL
        )
        state = repos / name / ".cruft.json"
        # As if it had been made without naming a version: it follows the newest.
        about = json.loads(state.read_text())
        state.write_text(json.dumps(about | {"checkout": None}, indent=2))
    _git(repos / name, environment, "init", "-q", "-b", "main")
    _git(repos / name, environment, "add", "--all")
    _git(repos / name, environment, "commit", "-qm", "from the template")


def _edit(folder: Path, name: str) -> list[Edit]:
    """Edit what projects do edit; of what, every tenth has a deleted file, too."""
    edits = []
    number = int(name[-2:])

    def change(path: str, line: int, kind: str) -> None:
        text = f"local = '{kind} in {name}'"
        lines = (folder / path).read_text().split("\n")
        lines[line] = text
        (folder / path).write_text("\n".join(lines))
        edits.append(Edit(kind, text.encode()))

    change("src/mod00.py", 30, "a line of a file that the template changes elsewhere")
    change("src/mod01.py", 10, "a line of a file that the template leaves alone")
    change("src/moved.py", 30, "a line of a file that the template renames")
    image = IMAGE + name.encode()
    (folder / "logo.png").write_bytes(image)
    edits.append(Edit("a binary file", image))
    if number % 10 == 3:
        change("src/dropped.py", 30, "a line of a file that the template deletes")
    return edits


def on_branch(folder: Path) -> bytes:
    """Read the branch with the newer version; where there is none, the checkout.

    A conflict makes no branch, and leaves everything as it was.
    """

    def git(*arguments: str, stdin: bytes = b"") -> bytes:
        done = subprocess.run(
            ["git", *arguments],
            cwd=folder,
            input=stdin,
            capture_output=True,
            check=False,
        )
        return done.stdout

    listed = git("ls-tree", "-r", "--format=%(objectname)", BRANCH)
    return git("cat-file", "--batch", stdin=listed) if listed else in_checkout(folder)


def in_checkout(folder: Path) -> bytes:
    """Read every file of the checkout: reject files and conflict markers count."""
    return b"\n".join(
        path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and ".git" not in path.relative_to(folder).parts
    )
