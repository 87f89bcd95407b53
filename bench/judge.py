"""Was it right? Every changed file is compared with its original, use by use.

The oracle (`tests/support/oracle.py`) resolves every use of an imported name,
scope-aware, to a dotted name; the uses of the new file must be those of the old one
pushed once through the move. On top of it: nothing may be left that is undefined, no
re-export may get lost, and no import may come that nothing uses.
"""

from __future__ import annotations

import hashlib
import symtable
import warnings
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.support import oracle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.support.oracle import Facts

# The files' own faults: they are parsed here as they are.
warnings.simplefilter("ignore", SyntaxWarning)

#: Changed files no move affects are judged up to this many a run, and this size.
UNAFFECTED = 200
LARGE = 2_000_000
BUILTINS = "unexpected use ['builtins."


@dataclass(frozen=True, kw_only=True)
class Move:
    """One name and its new home."""

    old: str
    new: str

    @property
    def leaf(self) -> bytes:
        """The last part of the old name: a file without it is not affected."""
        return self.old.rpartition(".")[2].encode()

    def __str__(self) -> str:
        return f"{self.old}={self.new}"

    def push(self, dotted: str) -> str:
        """Return the name that `dotted` has after the move."""
        if dotted == self.old or dotted.startswith(f"{self.old}."):
            return self.new + dotted[len(self.old) :]
        return dotted


@dataclass(kw_only=True)
class Verdict:
    """What a tool did to the files."""

    changed: int = 0
    #: Affected files, changed, no problem found.
    right: int = 0
    #: Changed file -> what is wrong with it.
    wrong: dict[str, list[str]] = field(default_factory=dict)
    #: Affected files left as they were.
    missed: list[str] = field(default_factory=list)
    #: Files changed for no reason, without harm where judged.
    needless: list[str] = field(default_factory=list)
    unjudged: int = 0


def package_of(path: str) -> str:
    """Return the dotted package of a file, its path taken from the import root."""
    return ".".join(path.split("/")[:-1])


def is_affected(task: tuple[str, bytes, Move]) -> bool:
    """Whether the file uses or imports the moved name."""
    path, before, move = task
    try:
        facts = oracle.facts(before, package_of(path))
    except (SyntaxError, ValueError):
        return False
    names = set(facts.names).union(*facts.uses)
    return any(move.push(name) != name for name in names)


def problems(task: tuple[str, bytes, bytes, Move]) -> list[str]:
    """Return what is wrong with a changed file; empty: right."""
    path, before, after, move = task
    if not after:
        return ["is gone or empty"]
    package = package_of(path)
    try:
        old = oracle.facts(before, package)
    except (SyntaxError, ValueError):
        return ["did not parse before and was edited"]
    moves = [{"old": move.old, "new": move.new}]
    found = oracle.check(before, after, after, moves, {"package": package})
    if found and found[0].startswith("does not parse"):
        return found
    # The oracle expects a move to builtins, and drops their uses on one side only.
    found = [each for each in found if not each.startswith(BUILTINS)]
    new = oracle.facts(after, package)
    return [*found, *_imports(old, new, move), *_bindings(old, new, move, after)]


def _loads(file: Facts, module: str) -> bool:
    """Return whether an import of a file loads a module, whatever it binds."""
    return any(f"{name}.".startswith(f"{module}.") for name in file.names)


def _imports(old: Facts, new: Facts, move: Move) -> Iterator[str]:
    uses = set[str]().union(*new.uses)
    for name in sorted(new.names):
        if move.push(name) != name:
            yield f"still imports {name}"
    for name in sorted(new.names - {move.push(name) for name in old.names}):
        if name.partition(".")[0] in uses and _loads(old, name):
            continue  # getattr(numpy, …) may reach numpy.testing, as before
        if not any(use == name or use.startswith(f"{name}.") for use in uses):
            yield f"imports {name}, which nothing uses"
    for name in sorted(old.names - new.names):
        rest = name == move.old or move.old.startswith(f"{name}.")
        if not rest and name not in new.modules:
            yield f"lost the import of {name}"


def _bindings(old: Facts, new: Facts, move: Move, after: bytes) -> Iterator[str]:
    uses = set[str]().union(*old.uses)
    for name, targets in old.module_bindings.items():
        pushed = {move.push(target) for target in targets}
        now = new.module_bindings.get(name, set())
        if pushed == targets or pushed <= now:
            continue
        if not any(use in targets for use in uses):
            yield f"the re-export {name} is lost"
        elif not now and _is_unbound(name, after):
            yield f"uses {name}, which nothing binds"


def _is_unbound(name: str, after: bytes) -> bool:
    """Whether some scope takes `name` from a module that does not bind it."""
    root = symtable.symtable(after.decode("utf-8-sig", "replace"), "file", "exec")
    if name in root.get_identifiers():
        symbol = root.lookup(name)
        if symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace():
            return False
    tables = [root]
    for table in tables:
        tables += table.get_children()
        if name in table.get_identifiers():
            symbol = table.lookup(name)
            inner = table.get_type() == "class" and symbol.is_assigned()
            if symbol.is_referenced() and (
                symbol.is_global() or inner or table is root
            ):
                return True
    return False


class Judge:
    """Judges the results of one job; a result seen before is not judged again."""

    def __init__(self, files: Mapping[str, Path], move: Move) -> None:
        """Find the affected files among `files` (path -> original)."""
        self.files = files
        self.move = move
        self._known: dict[tuple[str, bytes], list[str]] = {}
        tasks = [
            (path, data, move)
            for path, file in files.items()
            if path.endswith((".py", ".pyi"))
            and move.leaf in (data := file.read_bytes())
        ]
        with ProcessPoolExecutor() as pool:
            hits = pool.map(is_affected, tasks, chunksize=8)
            pairs = zip(tasks, hits, strict=True)
            self.affected = {path for (path, _, _), hit in pairs if hit}
        #: Not every tool looks at them: never missed, but judged when changed.
        self.stubs = {path for path in self.affected if path.endswith(".pyi")}

    def judge(
        self, changed: Mapping[str, bytes], *, apart: frozenset[str] = frozenset()
    ) -> Verdict:
        """Judge what a tool made of the files; those in `apart` are left out."""
        changed = {path: data for path, data in changed.items() if path not in apart}
        extra = sorted(changed.keys() - self.affected)
        small = [path for path in extra if len(changed[path]) < LARGE][:UNAFFECTED]
        wanted = [*sorted(changed.keys() & self.affected), *small]
        keys = {path: (path, hashlib.sha1(changed[path]).digest()) for path in wanted}
        unknown = [path for path in wanted if keys[path] not in self._known]
        tasks = [
            (path, self.files[path].read_bytes(), changed[path], self.move)
            for path in unknown
        ]
        with ProcessPoolExecutor() as pool:
            found = pool.map(problems, tasks, chunksize=4)
            for path, result in zip(unknown, found, strict=True):
                self._known[keys[path]] = result
        verdict = Verdict(changed=len(changed))
        for path in wanted:
            if result := self._known[keys[path]]:
                verdict.wrong[path] = result
            elif path in self.affected:
                verdict.right += 1
        left = self.affected - self.stubs - apart - changed.keys()
        verdict.missed = sorted(left)
        verdict.needless = [path for path in extra if path not in verdict.wrong]
        verdict.unjudged = len(extra) - len(small)
        return verdict
