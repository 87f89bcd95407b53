"""Real packages renamed, and their own tests before and after; sed beside it.

    python -m bench.rename [NAME ...]

Each comes from the registry as its authors packed it, gets another name with
`codemod rename-package`, is installed under it, and runs the tests that it brought. A
run over all of them writes `bench/rename.md`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from bench.trees import BENCH, HOME, say

WORK = HOME / "rename"
BIN = Path(sys.executable).parent
_OUTCOME = re.compile(r"(\d+) (passed|failed|skipped|xfailed|xpassed|errors?)\b")
_SECONDS = 600


@dataclass(frozen=True, kw_only=True)
class Subject:
    """A package, what it is to be called, and where its tests are."""

    requirement: str
    old: str
    new: str
    #: Empty: the distribution keeps its name.
    distribution: tuple[str, str] | tuple[()] = ()
    tests: tuple[str, ...] = ("tests",)
    #: What the tests need.
    needs: tuple[str, ...] = ()
    #: What there is in it beside modules.
    what: str = ""
    #: Its tests are in it, and not shipped.
    editable: bool = False

    @property
    def name(self) -> str:
        """The distribution."""
        return self.requirement.partition("==")[0]


SUBJECTS = (
    Subject(
        requirement="iniconfig==2.3.1",
        old="iniconfig",
        new="settings_ini",
        distribution=("iniconfig", "settings-ini"),
        tests=("testing",),
        what="src layout, typed",
    ),
    Subject(
        requirement="pluggy==1.7.0",
        old="pluggy",
        new="hooked",
        distribution=("pluggy", "hooked"),
        tests=("testing",),
        needs=("pytest-benchmark",),
        what="plugins, entry points",
    ),
    Subject(
        requirement="itsdangerous==2.2.0",
        old="itsdangerous",
        new="signing_kit",
        needs=("freezegun",),
        what="flit, distribution keeps its name",
    ),
    Subject(
        requirement="blinker==1.9.0",
        old="blinker",
        new="signal_flare",
        distribution=("blinker", "signal-flare"),
        needs=("pytest-asyncio",),
    ),
    Subject(
        requirement="humanize==4.17.0",
        old="humanize",
        new="readable",
        needs=("freezegun", "pytest-benchmark"),
        what="importlib.resources, message catalogues, hatchling",
    ),
    Subject(
        requirement="tomlkit==0.15.2",
        old="tomlkit",
        new="toml_tools",
        needs=("pyyaml",),
        what="poetry, pickles and copies",
    ),
    Subject(
        requirement="h11==0.16.0",
        old="h11",
        new="wire11",
        distribution=("h11", "wire11"),
        tests=("h11/tests",),
        editable=True,
        what="tests in the package, setup.py",
    ),
    Subject(
        requirement="hyperlink==21.0.0",
        old="hyperlink",
        new="weblink",
        tests=("src/hyperlink/test",),
        editable=True,
        needs=("idna", "hypothesis"),
        what="package data, setup.py",
    ),
    Subject(
        requirement="idna==3.20",
        old="idna",
        new="domain_names",
        needs=("hypothesis",),
        what="python -m, large tables",
    ),
    Subject(
        requirement="parse==1.22.4",
        old="parse",
        new="unformat",
        distribution=("parse", "unformat"),
    ),
    Subject(
        requirement="inflection==0.5.1",
        old="inflection",
        new="wordforms",
        tests=("test_inflection.py",),
        what="setup.py, tests beside it",
    ),
    Subject(
        requirement="jaraco.functools==4.6.0",
        old="jaraco.functools",
        new="jaraco.functional",
        tests=("test_functools.py",),
        needs=("jaraco.classes",),
        what="namespace package",
    ),
    Subject(
        requirement="jaraco.text==4.3.0",
        old="jaraco.text",
        new="jaraco.words",
        tests=("--doctest-modules", "jaraco", "tests"),
        needs=("pathlib2", "jaraco.test", "inflect"),
        what="namespace package, importlib.resources",
    ),
    Subject(
        requirement="pytest-mock==3.17.0",
        old="pytest_mock",
        new="pytest_doubles",
        distribution=("pytest-mock", "pytest-doubles"),
        needs=("pytest-asyncio",),
        what="a plugin of pytest, code in strings",
    ),
    Subject(
        requirement="python-dotenv==1.2.4",
        old="dotenv",
        new="envfile",
        needs=("click", "sh", "ipython"),
        what="python -m, a command, mocks by name",
    ),
    Subject(
        requirement="python-slugify==9.2.0",
        old="slugify",
        new="make_slug",
        tests=("tests",),
        needs=("text-unidecode",),
        what="python -m, a command",
    ),
    Subject(
        requirement="semver==3.1.2",
        old="semver",
        new="versions3",
        what="python -m, doctests in docs",
    ),
    Subject(
        requirement="tinydb==4.9.0",
        old="tinydb",
        new="small_db",
        needs=("pyyaml",),
    ),
    Subject(
        requirement="toolz==1.2.0",
        old="toolz",
        new="toolbelt",
        tests=("toolz/tests",),
        editable=True,
        what="names made as it runs, pickles",
    ),
    Subject(
        requirement="zipp==4.1.2",
        old="zipp",
        new="zip_paths",
        # How long something takes is no matter of names.
        tests=("tests", "--ignore=tests/test_complexity.py"),
        needs=(
            "jaraco.itertools",
            "jaraco.functools",
            "more-itertools",
            "big-o",
            "jaraco.test",
        ),
        what="pickles",
    ),
    Subject(
        requirement="boltons==26.2.0",
        old="boltons",
        new="fasteners",
        what="thirty modules, tracebacks in tests",
    ),
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


def main() -> None:
    """Rename the packages that are named, or all."""
    wanted = sys.argv[1:]
    rows = [judge(one) for one in SUBJECTS if not wanted or one.name in wanted]
    equal = sum(row[2] == row[1] for row in rows)
    sed = sum(row[3] == row[1] for row in rows)
    said = f"{equal} of {len(rows)} pass the same tests as before; with sed {sed}."
    say(said)
    if not wanted:
        (BENCH / "rename.md").write_text(table(rows, said))
    sys.exit(equal != len(rows))


def table(rows: list[tuple[Subject, str, str, str, float]], said: str) -> str:
    """Return the page."""
    lines = [
        "# Packages renamed, and their own tests",
        "",
        said,
        "",
        "| package | in it | before | `codemod rename-package` | sed | seconds |",
        "|---|---|---|---|---|---|",
    ]
    for one, before, after, sed, seconds in rows:
        shown = ["=" if other == before else other for other in (after, sed)]
        cells = (f"{one.old} → {one.new}", one.what, before, *shown, f"{seconds:.1f}")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def judge(one: Subject) -> tuple[Subject, str, str, str, float]:
    """Return what became of the tests of a package, and how long its renaming took."""
    source = unpacked(one)
    before = tested(one, copied(source, "before"), one.tests)
    after = renamed(one, copied(source, "renamed"))
    other = copied(source, "sed")
    sed(one, other)
    by_sed = tested(one, other, new_tests(one))
    say(f"{one.name}: {before}; renamed: {after}; sed: {by_sed}; {after.seconds:.1f} s")
    return one, str(before), str(after), str(by_sed), after.seconds


def new_tests(one: Subject) -> tuple[str, ...]:
    """Return where the tests are once the package has its new name."""
    inside, home = one.old.replace(".", "/"), one.new.replace(".", "/")
    return tuple(
        path.replace(inside, home) if "/" in path else path for path in one.tests
    )


def renamed(one: Subject, folder: Path) -> Outcome:
    """Rename a package, and run its tests."""
    start = perf_counter()
    dist = ("--dist", *one.distribution) if one.distribution else ()
    command = (BIN / "codemod", "rename-package", one.old, one.new, *dist, ".")
    done = run(*command, folder=folder)
    seconds = perf_counter() - start
    (folder.parent / "said.txt").write_text(done.stderr)
    gone = not any(
        (folder / top / one.old.replace(".", "/")).exists() for top in ("", "src")
    )
    if done.returncode > 1 or not gone:
        return Outcome(counts={}, seconds=seconds, failed=done.stderr)
    return replace(tested(one, folder, new_tests(one)), seconds=seconds)


def unpacked(one: Subject) -> Path:
    """Return the sources of a package, committed to a repository."""
    home = WORK / one.name
    source = home / "source"
    if not source.exists():
        say(f"fetching {one.requirement}")
        home.mkdir(parents=True, exist_ok=True)
        options = ("--no-deps", "--no-binary", ":all:", "--dest", str(home))
        if not [*home.glob("*.tar.gz")]:
            run(
                sys.executable, "-m", "pip", "download", "-q", *options, one.requirement
            )
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


def sed(one: Subject, folder: Path) -> None:
    """Rename a package as people do without a tool."""
    listed = run("git", "ls-files", "-z", folder=folder).stdout.split("\0")[:-1]
    names = [(one.old, one.new), *([one.distribution] if one.distribution else [])]
    script = ";".join(f"s/\\b{re.escape(old)}\\b/{new}/g" for old, new in names)
    run("sed", "-i", "-E", script, *listed, folder=folder)
    inside, home = one.old.replace(".", "/"), one.new.replace(".", "/")
    for old in (f"src/{inside}", inside, f"src/{inside}.py", f"{inside}.py"):
        if (folder / old).exists():
            run("git", "mv", old, old.replace(inside, home), folder=folder)
            return


def tested(one: Subject, folder: Path, tests: tuple[str, ...]) -> Outcome:
    """Install what is in a folder, and return what its tests come to."""
    environment = folder.parent / f"venv-{folder.name}"
    python = environment / "bin" / "python"
    uv = BIN / "uv"
    run(uv, "venv", "-q", "--clear", "--python", sys.executable, environment)
    installed = run(
        *(uv, "pip", "install", "-q", "--python", python, "pytest", *one.needs),
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
    return Outcome(
        counts=dict(sorted(counts.items())), failed="" if counts else "no tests ran"
    )


def run(
    *command: object, folder: Path | None = None, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run a program in a folder."""
    return subprocess.run(
        [*map(str, command)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=_SECONDS,
        env=os.environ | variables,
    )


if __name__ == "__main__":
    main()
