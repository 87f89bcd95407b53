"""Random moves over installed packages and the standard library, judged name by name.

    python -m bench.oracle [MOVES]

So many moves (160) are drawn, always the same ones, of what these packages define and
import from each other: modules, packages, names, and names that get another one where
they are. All files mean afterwards what they meant (`bench/meanings.py`), also by way
of other files, or something is reported at the file that does not. A whole run writes
`bench/oracle.md`; exit 1 where a difference is not reported.
"""

from __future__ import annotations

import json
import os
import platform
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import perf_counter
from typing import TYPE_CHECKING

from bench import peers, trees
from bench.meanings import Seen, Tree, module_of, package_of, read_all
from bench.trees import BENCH, HOME, say
from tests.support import oracle

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    #: A name that a file uses or has for others, and all that it may mean.
    type Meant = tuple[str, frozenset[str]]

MOVES = 160
#: So many moves are one run: they meet in files, and are told apart in the results.
AT_ONCE = 80
PACKAGES = (
    *("IPython", "boto3", "django", "jedi", "matplotlib", "mpl_toolkits", "networkx"),
    *("numpy", "pandas", "sphinx", "sqlalchemy", "xarray"),
)
LIBRARY = Path(os.__file__).parent
WORK = HOME / "work" / "oracle"
LEFT_OUT = {"site-packages", "test", "tests", "idle_test"}
#: Notes on names that stay, or are reached through a package that may load them.
NOTES = {"compatibility-guard", "home-not-imported"}
#: What is said of imports that stay, and that others have their names from.
STAYING = {"ambiguous-name", "circular-import", "home-hidden", "own-module"}
#: A name is drawn that at least so many files take, and at most.
FEWEST, MOST = 2, 400


@dataclass(frozen=True, kw_only=True)
class Move:
    """A name, or a module with all that is in it, and what it is to be called."""

    kind: str
    old: str
    new: str

    @property
    def option(self) -> tuple[str, str]:
        """What a command line says of it."""
        is_module = self.kind in {"module", "package"}
        return "--move-module" if is_module else "--move", f"{self.old}={self.new}"


@dataclass(kw_only=True)
class Verdict:
    """What became of the files."""

    #: Files that were rewritten, and those of them that mean what they meant.
    changed: int = 0
    right: int = 0
    #: Files with a difference at which something is reported.
    reported: int = 0
    #: Files that have a name by an import of another file, where that is reported.
    by_other: int = 0
    #: Files that were left alone because of an error.
    failed: int = 0
    #: Where nothing is reported: path, what was meant, what is.
    wrong: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, other: Verdict) -> None:
        """Add the verdict on another run."""
        self.changed += other.changed
        self.right += other.right
        self.reported += other.reported
        self.by_other += other.by_other
        self.failed += other.failed
        self.wrong += other.wrong


def files() -> dict[str, Path]:
    """Map paths to the Python files of packages and of the standard library."""
    found: dict[str, Path] = {}
    for package in PACKAGES:
        found |= trees.python_of(trees.files_of(package))
    for path in sorted(LIBRARY.rglob("*.py")):
        name = path.relative_to(LIBRARY)
        if LEFT_OUT.isdisjoint(name.parts):
            found[str(name)] = path
    return found


def draw(seen: Mapping[str, Seen], count: int) -> Iterator[Sequence[Move]]:
    """Draw moves, the same ones each time, so many at once as one run makes."""
    random = Random(MOVES)
    by_kind = _candidates(seen)
    for start in range(0, count, AT_ONCE):
        found: list[Move] = []
        while len(found) < min(AT_ONCE, count - start):
            kind = [*by_kind][len(found) % len(by_kind)]
            old = random.choice(by_kind[kind])
            move = Move(kind=kind, old=old, new=_new(kind, old, random))
            both = [{"old": one.old, "new": one.new} for one in (*found, move)]
            # What moves twice is a matter of order.
            once = all(oracle.push(one["new"], both) == one["new"] for one in both)
            if once and old not in {one.old for one in found}:
                found.append(move)
        yield found


def _candidates(seen: Mapping[str, Seen]) -> dict[str, list[str]]:
    """List by kind of move what is defined in some file, and taken by others."""
    taken: Counter[str] = Counter()
    for one in seen.values():
        names = set[str]().union(*one.uses, *one.imports.values())
        parts = (name.split(".") for name in names)
        taken.update({".".join(p[:n]) for p in parts for n in range(2, len(p) + 1)})
    modules = {module_of(path): path for path in seen}
    found = defaultdict(list)
    for name in sorted(taken):
        if not FEWEST <= taken[name] <= MOST or "__" in name:
            continue
        if name in modules:
            is_package = modules[name].endswith("/__init__.py")
            found["package" if is_package else "module"].append(name)
            continue
        module, _, leaf = name.rpartition(".")
        if module not in modules:
            continue
        here = seen[modules[module]]
        if leaf in here.defined or leaf in here.imports:
            found["name"].append(name)
            found["rename"].append(name)
    return dict(sorted(found.items()))


def _new(kind: str, old: str, random: Random) -> str:
    above, _, leaf = old.rpartition(".")
    home = f"dr_{random.choice('abcde')}{random.choice(('', '.core', '.deep.er'))}"
    other = f"{leaf}_{random.choice('xyz')}"
    match kind:
        case "rename":
            return f"{above}.{other}"
        case "package":
            return random.choice([f"{above}.{other}", f"{home}.{leaf}", home])
        case _:
            return random.choice(
                [f"{home}.{leaf}", f"{home}.{other}", f"{above}_{home}.{leaf}"]
            )


class NoReportError(Exception):
    """A run ended without its report."""


class Trial:
    """A working copy of all files, on which one run after another is made."""

    def __init__(self) -> None:
        """Read all files as they are."""
        self.copy = trees.WorkingCopy(WORK, files())
        tasks = ((f.read_bytes(), package_of(p)) for p, f in self.copy.files.items())
        pairs = zip(self.copy.files, read_all(tasks), strict=True)
        self.seen = {path: one for path, one in pairs if one}

    def run(self, moves: Sequence[Move]) -> Verdict:
        """Make some moves, judge what becomes of every file, and put all back."""
        options = [text for move in moves for text in move.option]
        command = [*peers.find_ours(None), "rewrite-imports", "--no-sort", *options]
        done = subprocess.run(
            [*command, "--output-format", "json", "."],
            cwd=WORK,
            env=peers.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode not in {0, 1}:
            say(f"exit {done.returncode}: {done.stderr[-2000:]}")
        if not done.stdout:
            # It was killed, say.
            raise NoReportError
        said = {
            one["path"]: one["findings"] for one in json.loads(done.stdout)["files"]
        }
        changed, new = self.copy.changes()
        verdict = Verdict(changed=len(changed))
        verdict.wrong += [(path, "", "is new") for path in new]
        verdict.failed = sum(map(_has_failed, said.values()))
        stars = {path for path in said if _is_starred(said[path])}
        left = {path for path in said if _is_left(said[path])}
        for path, was, now in self._differences(moves, changed, (stars, left), verdict):
            if _is_said(said.get(path, ()), {"error", "warning"}):
                verdict.reported += 1
            else:
                verdict.wrong.append((path, was, now))
        self.copy.put_back()
        return verdict

    def _differences(
        self,
        moves: Sequence[Move],
        changed: Mapping[str, bytes],
        told: tuple[Collection[str], Collection[str]],
        verdict: Verdict,
    ) -> Iterator[tuple[str, str, str]]:
        """Yield what each file meant and means, where that differs; the first one.

        `told`: the files at whose star imports something is reported, and those of
        which it is reported that imports stay.
        """
        mapping = [{"old": move.old, "new": move.new} for move in moves]
        after = {**self.seen}
        # What moves lies elsewhere then, and relative imports start from there.
        packages = {path: oracle.push(package_of(path), mapping) for path in after}
        again = [p for p in after if p in changed or packages[p] != package_of(p)]
        tasks = (
            (changed.get(path) or self.copy.files[path].read_bytes(), packages[path])
            for path in again
        )
        for path, one in zip(again, read_all(tasks), strict=True):
            if one is None:
                del after[path]
                yield path, "", "does not parse"
            else:
                after[path] = one
        old, new = Tree(self.seen, mapping, mapping), Tree(after, mapping, ())
        settled = Tree(after, mapping, (), *told)
        for path, one in after.items():
            wanted = old.means(self.seen[path])
            found = _named_in(wanted, new.means(one))
            if wanted == _named_in(wanted, settled.means(one)) != found:
                verdict.by_other += 1
            elif wanted != found:
                yield path, _shown(wanted - found), _shown(found - wanted)
            elif path in changed:
                verdict.right += 1
                case = {"package": package_of(path), "skip_uses": True}
                data = self.copy.files[path].read_bytes()
                for text in oracle.check(data, changed[path], b"", mapping, case):
                    yield path, "", text


def _named_in(wanted: Counter[Meant], found: Counter[Meant]) -> Counter[Meant]:
    # What an import is called that only loads a module is for nobody.
    names = {"", *(name for name, _ in wanted)}
    return Counter({key: times for key, times in found.items() if key[0] in names})


def _has_failed(findings: Sequence[Mapping[str, str]]) -> bool:
    return any(one["level"] == "error" for one in findings)


def _is_starred(findings: Sequence[Mapping[str, str]]) -> bool:
    return any(one["code"] == "star-import" for one in findings)


def _is_left(findings: Sequence[Mapping[str, str]]) -> bool:
    """Return whether imports of a file stay, as is said there."""
    # other files take `a` from here: said of the file, and of no line
    return _has_failed(findings) or any(
        one["code"] in STAYING or (one["code"] == "taken-elsewhere" and not one["line"])
        for one in findings
    )


def _is_said(findings: Sequence[Mapping[str, str]], levels: set[str]) -> bool:
    return any(one["level"] in levels or one["code"] in NOTES for one in findings)


def _shown(count: Counter[Meant]) -> str:
    return "; ".join(
        f"{name}{': ' if name else ''}{' or '.join(sorted(names))} x {times}"
        for (name, names), times in count.most_common(3)
    )


HOW = """\
# Random moves, judged name by name

{moves} moves, {at_once} a run, over {files:,} files: the standard library of Python
{python} without its tests, and {packages}. What moves is drawn, always alike, of what
these files define and take from each other: {kinds}.
An independent oracle resolves what every file uses, and what it has for others, to
dotted names, through the modules of other files, before and after each run.

"""
HEAD = (
    "files rewritten", "judged right", "reported at the file",
    "reported at the file it is taken from", "left alone (errors)",
    "different, and nothing said", "time",
)  # fmt: skip


def main(count: int) -> int:
    """Make the moves, and report; exit 2 where a signal ends it, or a run, before."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    total = Verdict()
    kinds: Counter[str] = Counter()
    try:
        return _main(count, total, kinds)
    except (KeyboardInterrupt, NoReportError):
        say(f"ended after {kinds.total()} of {count} moves: {total}")
        return 2


def _main(count: int, total: Verdict, kinds: Counter[str]) -> int:
    start = perf_counter()
    trees.set_up()
    trial = Trial()
    for moves in draw(trial.seen, count):
        done = trial.run(moves)
        kinds.update(move.kind for move in moves)
        say(f"{' '.join(text for move in moves for text in move.option)}: {done}")
        total.add(done)
    for path, was, now in total.wrong:
        print(f"{path}: {was} became {now}")
    said = (total.reported, total.by_other, total.failed)
    counts = (total.changed, total.right, *said, len(total.wrong))
    cells = [f"{one:,}" for one in counts]
    cells.append(f"{perf_counter() - start:.0f} s")
    text = HOW.format(
        moves=count,
        at_once=AT_ONCE,
        files=len(trial.seen),
        python=platform.python_version(),
        packages=", ".join(PACKAGES),
        kinds=", ".join(f"{times} of a {kind}" for kind, times in kinds.items()),
    )
    text += f"| {' | '.join(HEAD)} |\n|{'---:|' * len(HEAD)}\n| {' | '.join(cells)} |\n"
    page = (BENCH if count == MOVES else HOME) / "oracle.md"
    page.write_text(text)
    print(text)
    return int(bool(total.wrong))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if sys.argv[1:] else MOVES))
