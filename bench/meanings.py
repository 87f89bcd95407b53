"""What the names in the files of a tree mean, also across the files.

The tests' oracle says of each file by itself what its uses mean. Here a name that a
file takes from another one is followed to where that one has it from, as far as the
imports of modules say: what a file means may change although the file does not.
"""

from __future__ import annotations

import sys
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from tests.support import oracle

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from tests.support.oracle import Moves

#: Imports that lead on to each other; more are a circle that grows.
_FAR = 30

type Names = frozenset[str]


class Seen(NamedTuple):
    """What one file says."""

    #: What each use may mean, and how many there are.
    uses: Counter[Names]
    #: What it has for others: name -> what it means.
    handed: Mapping[str, Names]
    #: What its imports bind, and what else is bound, at its top level.
    imports: Mapping[str, Names]
    defined: Names
    stars: tuple[str, ...]


def module_of(path: str) -> str:
    """Return the dotted name of a file of the tree."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def package_of(path: str) -> str:
    """Return the package that relative imports of a file start from."""
    return path.rpartition("/")[0].replace("/", ".")


def read(task: tuple[bytes, str]) -> Seen | None:
    """Return what a file in a package says; None: it is no Python of today."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            facts = oracle.facts(*task)
    except (SyntaxError, ValueError, RecursionError):
        return None
    used = set[str]().union(*facts.uses)
    prefixes = used | {name[:at] for name in used for at in _dots(name)}
    imports = {name: _names(found) for name, found in facts.module_bindings.items()}
    handed = {
        name: targets
        for name, targets in imports.items()
        # `import a.b` binds what it happens to load.
        if targets != {name}
        and (name in (facts.all_names or ()) or prefixes.isdisjoint(targets))
    }
    uses = Counter({_names(found): count for found, count in facts.uses.items()})
    return Seen(uses, handed, imports, _names(facts.defined), (*facts.stars,))


def _names(found: Iterable[str]) -> Names:
    return frozenset(map(sys.intern, found))


def _dots(name: str) -> Iterator[int]:
    return (at for at, letter in enumerate(name) if letter == ".")


def read_all(tasks: Iterable[tuple[bytes, str]]) -> list[Seen | None]:
    """Read many files on all cores."""
    with ProcessPoolExecutor() as pool:
        return [*pool.map(read, [*tasks], chunksize=16)]


class Tree:
    """The files of a tree, and what a dotted name leads to in them."""

    def __init__(
        self,
        files: Mapping[str, Seen],
        moves: Moves,
        pushed: Moves,
        starred: Collection[str] = (),
        left: Collection[str] = (),
    ) -> None:
        """Names are pushed through `pushed`: all moves before a run, none after it.

        The files are where they are when all has moved. What those that are `starred`
        have by a star is imported by name, and what those that are `left` import comes
        from its new home, as a person is asked to.
        """
        self._files = {
            oracle.push(module_of(path), moves): seen for path, seen in files.items()
        }
        self._moves = moves
        self._pushed = pushed
        self._starred = {oracle.push(module_of(path), moves) for path in starred}
        self._left = {oracle.push(module_of(path), moves) for path in left}
        self._meaning = cache(self._meaning_of)

    def _meaning_of(self, name: str) -> Names:
        return self._follow(name, frozenset())

    def _follow(self, name: str, passed: Names) -> Names:
        """Return the last names that a name leads to."""
        name = oracle.push(name, self._pushed)
        module = name
        while module and module not in self._files:
            module = module.rpartition(".")[0]
        first, dot, more = name[len(module) + 1 :].partition(".")
        if not (module and first) or name in passed or len(passed) > _FAR:
            return frozenset([name])
        seen = self._files[module]
        found: set[str] = set()
        for target in self._bound(module, first):
            found |= self._follow(target + dot + more, passed | {name})
        if first in seen.defined or not found:
            found.add(name)
        return frozenset(found)

    def _bound(self, here: str, name: str) -> Iterator[str]:
        seen = self._files[here]
        if name in seen.imports:
            for means in seen.imports[name]:
                yield oracle.push(means, self._moves) if here in self._left else means
        elif name not in seen.defined and not name.startswith("_"):
            for star in seen.stars:
                module = self._files.get(oracle.push(star, self._pushed))
                if module and (name in module.imports or name in module.defined):
                    means = f"{star}.{name}"
                    told = here in self._starred
                    yield oracle.push(means, self._moves) if told else means

    def means(self, seen: Seen) -> Counter[tuple[str, Names]]:
        """Count what a file uses, and what it has for others under a name."""
        found: Counter[tuple[str, Names]] = Counter()
        for names, count in seen.uses.items():
            found["", self._all(names)] += count
        for name, names in seen.handed.items():
            found[name, self._all(names)] += 1
        return found

    def _all(self, names: Names) -> Names:
        found = frozenset(one for name in names for one in self._meaning(name))
        # Of a guard, which has the new home and the old one for where that is not.
        return found - {
            one
            for one in found
            if (new := oracle.push(one, self._moves)) != one and new in found
        }
