"""Real packages renamed, and their own tests before and after; rope and sed beside it.

    python -m bench.rename [NAME ...]

Each comes from the registry as its authors packed it, gets another name with
`codemod rename-package`, is installed under it, and runs the tests that it brought.
`bench/rename.toml` lists them. All take more than an hour: a row is kept until it is
made again, and `bench/rename.md` is written of those there are.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

from bench.trees import BENCH, HOME, say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

WORK = HOME / "rename"
BIN = Path(sys.executable).parent
UV = BIN / "uv"
_OUTCOME = re.compile(r"(\d+) (passed|failed|skipped|xfailed|xpassed|errors?)\b")
#: A suite that takes longer hangs.
_SECONDS = 400
#: What `timeout` returns then.
_HANGS = 124


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A package, what it is to be called, and where its tests are."""

    requirement: str
    old: str
    new: str
    #: Empty: the distribution keeps its name.
    distribution: Sequence[str] = ()
    tests: Sequence[str] = ("tests",)
    #: What the tests need.
    needs: Sequence[str] = ()
    #: What there is in it beside modules.
    what: str = ""
    #: Its tests are in it, and not shipped.
    editable: bool = False

    @property
    def name(self) -> str:
        """The distribution."""
        return self.requirement.partition("==")[0]


with (BENCH / "rename.toml").open("rb") as _opened:
    SUBJECTS = tuple(
        Subject(requirement=name, **table)
        for name, table in tomllib.load(_opened).items()
    )


class NotFetchedError(Exception):
    """The registry has not given a package."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What the tests of a package came to."""

    counts: dict[str, int]
    seconds: float = 0
    failed: str = ""

    def __str__(self) -> str:
        """Return it as pytest does."""
        return self.failed or ", ".join(
            f"{n} {what}" for what, n in self.counts.items()
        )


class Row(NamedTuple):
    """What became of the tests of a package."""

    before: str
    after: str
    rope: str
    sed: str
    #: That its renaming took.
    seconds: float


def main() -> None:
    """Rename the packages that are named, or all."""
    wanted = sys.argv[1:]
    listed = [one.name for one in SUBJECTS]
    if unknown := [name for name in wanted if name not in listed]:
        what = f"bench/rename.toml has no {' and no '.join(unknown)}"
        sys.exit(f"{what}; it has {', '.join(listed)}")
    for one in SUBJECTS:
        if not wanted or one.name in wanted:
            row = judge(one)
            say(f"{one.name}: {row}")
            (WORK / f"{one.name}.json").write_text(json.dumps(row))
    kept = {one.name: WORK / f"{one.name}.json" for one in SUBJECTS}
    rows = {
        name: Row(*json.loads(file.read_text()))
        for name, file in kept.items()
        if file.exists()
    }
    (BENCH / "rename.md").write_text(table(rows))
    judged = [rows[name] for name in wanted or rows]
    sys.exit(any(row.after != row.before for row in judged))


def table(rows: Mapping[str, Row]) -> str:
    """Return the page."""
    equal, by_rope, by_sed = (
        sum(getattr(row, way) == row.before for row in rows.values())
        for way in ("after", "rope", "sed")
    )
    lines = [
        "# Packages renamed, and their own tests",
        "",
        f"Of {len(rows)} that many pass the same tests as before: {equal}.",
        f"With rope {by_rope}, with sed {by_sed}.",
        "",
        "rope renames in Python, its comments and texts; sed does the rest beside it.",
        "sed alone replaces the name wherever it stands as a word.",
        "",
        "| package | in it | before | `codemod` | rope | sed | seconds |",
        "|---|---|---|---|---|---|---|",
    ]
    for one in SUBJECTS:
        if one.name not in rows:
            continue
        before, *others, seconds = rows[one.name]
        shown = ["=" if other == before else _brief(other) for other in others]
        cells = (f"{one.old} → {one.new}", one.what, before, *shown, f"{seconds:.1f}")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _brief(said: str) -> str:
    return re.sub(r"\s+", " ", said.replace("|", " "))[:60]


def judge(one: Subject) -> Row:
    """Return what became of the tests of a package."""
    source = unpacked(one)
    before = tested(one, copied(source, "before"), one.tests)
    after = renamed(one, copied(source, "renamed"))
    others = []
    for name, rename in (("rope", rope), ("sed", sed)):
        copy = copied(source, name)
        failed = rename(one, copy)
        others.append(failed or str(tested(one, copy, new_tests(one))))
    return Row(str(before), str(after), others[0], others[1], after.seconds)


def new_tests(one: Subject) -> list[str]:
    """Return where the tests are once the package has its new name."""
    inside, home = one.old.replace(".", "/"), one.new.replace(".", "/")
    return [path.replace(inside, home) if "/" in path else path for path in one.tests]


def renamed(one: Subject, folder: Path) -> Outcome:
    """Rename a package, and run its tests."""
    start = perf_counter()
    dist = ("--dist", *one.distribution) if one.distribution else ()
    command = (BIN / "codemod", "rename-package", one.old, one.new, *dist, ".")
    done = run(*command, folder=folder)
    seconds = perf_counter() - start
    (folder.parent / "said.txt").write_text(done.stderr)
    gone = not any((folder / old).exists() for old, _ in homes(one))
    if done.returncode > 1 or not gone:
        return Outcome(counts={}, seconds=seconds, failed=done.stderr)
    return replace(tested(one, folder, new_tests(one)), seconds=seconds)


def unpacked(one: Subject) -> Path:
    """Return the sources of a package, committed to a repository."""
    home = WORK / one.name
    source = home / "source"
    WORK.mkdir(parents=True, exist_ok=True)
    # Settings of pytest's above this are none of theirs.
    (WORK / "pytest.ini").touch()
    if not source.exists():
        say(f"fetching {one.requirement}")
        home.mkdir(parents=True, exist_ok=True)
        options = ("--no-deps", "--no-binary", ":all:", "--dest", str(home))
        if not [*home.glob("*.tar.gz")]:
            pip = (
                UV,
                "run",
                "-q",
                "--no-project",
                "--with",
                "pip",
                "python",
                "-m",
                "pip",
            )
            run(*pip, "download", "-q", *options, one.requirement)
        if not (archives := [*home.glob("*.tar.gz")]):
            raise NotFetchedError(one.requirement)
        (archive,) = archives
        with tarfile.open(archive) as packed:
            packed.extractall(home / "packed", filter="data")
        (top,) = (home / "packed").iterdir()
        top.rename(source)
        # What the build has left in the archive speaks of the old name.
        (source / "PKG-INFO").unlink(missing_ok=True)
        for folder in source.rglob("*.egg-info"):
            shutil.rmtree(folder)
    shutil.rmtree(source / ".git", ignore_errors=True)
    git = ("git", "-c", "user.name=bench", "-c", "user.email=bench@localhost")
    for command in (("init", "-q"), ("add", "-Af"), ("commit", "-qm", one.requirement)):
        run(*git, *command, folder=source)
    return source


def copied(source: Path, name: str) -> Path:
    """Return a copy of the sources."""
    copy = source.parent / name
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(source, copy, symlinks=True)
    return copy


def sed(one: Subject, folder: Path) -> str:
    """Rename a package as people do without a tool."""
    replace_words(one, folder, lambda _: True)
    for old, new in homes(one):
        if (folder / old).exists():
            run("git", "mv", old, new, folder=folder)
            break
    return ""


def rope(one: Subject, folder: Path) -> str:
    """Rename a package with rope, and with sed in what is no Python."""
    old = next(old for old, _ in homes(one) if (folder / old).exists())
    *options, script = (
        *("-q", "--no-project", "--with-requirements", BENCH / "requirements.txt"),
        BENCH / "rope_rename.py",
    )
    new = one.new.rpartition(".")[2]
    done = run(UV, "run", *options, "python", script, folder, old, new)
    replace_words(one, folder, lambda path: not path.endswith(".py"))
    return "fails: " + done.stderr.strip().splitlines()[-1] if done.returncode else ""


def replace_words(one: Subject, folder: Path, where: Callable[[str], bool]) -> None:
    """Replace the names wherever they stand as words."""
    listed = run("git", "ls-files", "-z", folder=folder).stdout.split("\0")[:-1]
    files = [path for path in listed if where(path) and (folder / path).exists()]
    names = [(one.old, one.new), *([one.distribution] if one.distribution else [])]
    script = ";".join(f"s/\\b{re.escape(old)}\\b/{new}/g" for old, new in names)
    run("sed", "-i", "-E", script, *files, folder=folder)


def homes(one: Subject) -> list[tuple[str, str]]:
    """List where the package may be, and where it is then."""
    inside, home = one.old.replace(".", "/"), one.new.replace(".", "/")
    return [
        (f"{top}{inside}{suffix}", f"{top}{home}{suffix}")
        for suffix in ("", ".py")
        for top in ("src/", "")
    ]


def tested(one: Subject, folder: Path, tests: Sequence[str]) -> Outcome:
    """Install what is in a folder, and return what its tests come to."""
    environment = folder.parent / f"venv-{folder.name}"
    python = environment / "bin" / "python"
    run(UV, "venv", "-q", "--clear", "--python", sys.executable, environment)
    installed = run(
        *(UV, "pip", "install", "-q", "--python", python, "pytest", *one.needs),
        *(("-e", folder) if one.editable else (folder,)),
        SETUPTOOLS_SCM_PRETEND_VERSION=one.requirement.partition("==")[2],
    )
    if installed.returncode:
        return Outcome(
            counts={}, failed="not installed: " + installed.stderr.strip()[-300:]
        )
    # Tests are collected in the tree, and import what is installed.
    options = (
        *("-q", "-p", "no:cacheprovider", "-o", "addopts=", "--import-mode=append"),
        *("-W", "ignore::pytest.PytestDeprecationWarning"),
        *("-W", "ignore::ResourceWarning"),
    )
    path = f"{python.parent}:{os.environ['PATH']}"
    done = run(python, "-P", "-m", "pytest", *options, *tests, folder=folder, PATH=path)
    counts: dict[str, int] = {}
    for number, what in _OUTCOME.findall(done.stdout.rstrip().rpartition("\n")[2]):
        counts[what.rstrip("s") if what == "errors" else what] = int(number)
    (folder.parent / f"{folder.name}.txt").write_text(done.stdout + done.stderr)
    if done.returncode == _HANGS:
        return Outcome(counts={}, failed=f"do not end in {_SECONDS} s")
    return Outcome(
        counts=dict(sorted(counts.items())), failed="" if counts else "no tests ran"
    )


def run(
    *command: object, folder: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run a program in a folder, for as long as it may take."""
    return subprocess.run(
        ["timeout", str(_SECONDS), *map(str, command)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | variables,
    )


if __name__ == "__main__":
    main()
