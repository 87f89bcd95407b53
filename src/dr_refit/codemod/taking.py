"""What a project's modules import for others, and what these take from them."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from dr_refit.codemod.formats import read
from dr_refit.codemod.handed import Handed, handed
from dr_refit.codes import Code
from dr_refit.errors import FileRefused
from dr_refit.findings import Finding
from dr_refit.migration.resolution import Moved, Removed, Unknown
from dr_refit.names import prefixes, steps
from dr_refit.python.imports import read_imports

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from dr_refit.codemod.hints import Modules
    from dr_refit.codemod.takers import Taker, Use
    from dr_refit.migration.table import MoveTable
    from dr_refit.tree.model import Tree


class _Reached(NamedTuple):
    """A name of a module, and which part of a dotted name leads to it."""

    path: str
    at: int
    name: str
    #: It leads there whatever else happens in modules on the way.
    sure: bool = True


class Taking:
    """Who takes which name from which module.

    `hands`: which names modules seem to have that mean what moved.
    """

    def __init__(
        self,
        tree: Tree,
        table: MoveTable,
        modules: Modules,
        hands: Mapping[str, Collection[str]],
        takers: Mapping[str, Taker],
    ) -> None:
        self.tree = tree
        self.table = table
        self.modules = modules
        self.hands = hands
        self.takers = takers
        self._offers: dict[str, dict[str, tuple[Handed, ...]]] = {}

    def followed(self, path: str) -> dict[str, str]:
        """Map the dotted names by which a file reaches what moved to what they mean.

        Empty: nothing is to be rewritten for them.
        """
        found: dict[str, str] = {}
        moves = False
        taker = self.takers.get(path)
        for use in taker.uses if taker else ():
            for at, meaning in self._meanings(use.dotted, path):
                if meaning.sure:
                    parts = use.dotted.split(".")
                    found[".".join(parts[: at + 1])] = meaning.means
                    moves |= bool(self._now(use, at, meaning))
        return found if moves else {}

    def findings(self, path: str, *, followed: bool) -> Iterator[Finding]:
        """Report what a file takes and is not followed in it."""
        taker = self.takers[path]
        for use in taker.uses:
            for at, meaning in self._meanings(use.dotted, path):
                if not (followed and meaning.sure):
                    yield from self._finding(use, at, meaning)
        for use in taker.loose:
            name = use.dotted.partition(".")[0]
            for source in self._starred(path, name):
                for meaning in self.offers(source)[name]:
                    yield from self._finding(use, 0, meaning)

    def _finding(self, use: Use, at: int, meaning: Handed) -> Iterator[Finding]:
        now = self._now(use, at, meaning)
        if now and not use.silent:
            message = f"{use.dotted} {now}, and is taken from a module that imports it"
            yield Finding(
                code=Code.TAKEN_ELSEWHERE, message=message, position=use.position
            )

    def _now(self, use: Use, at: int, meaning: Handed) -> str:
        """Return what became of a name inside another; empty: it is still there."""
        rest = "".join(f".{part}" for part in use.dotted.split(".")[at + 1 :])
        whole, table = meaning.means + rest, self.table
        if use.whole and table.has_direct_rules(whole):
            # g = home.a
            return "" if table.moves_as_unit(whole) else "has names that moved"
        match table.resolve(whole):
            case Moved(new=new):
                along = table.new_name(meaning.means)
                return "" if along and new == along + rest else f"is {new} now"
            case Removed():
                return "is gone"
            case Unknown():
                return "is unknown"
        return ""

    def _meanings(self, dotted: str, taker: str) -> Iterator[tuple[int, Handed]]:
        """Yield which parts of a dotted name are names that modules import."""
        for one in self._reached(dotted, taker):
            if one.name not in self.hands.get(one.path, ()) and (
                one.path not in self.takers
            ):
                # To be sure of it would take parsing the module.
                continue
            for meaning in self.offers(one.path).get(one.name, ()):
                yield one.at, meaning._replace(sure=meaning.sure and one.sure)

    def _reached(
        self, dotted: str, taker: str, seen: frozenset[tuple[str, str]] = frozenset()
    ) -> Iterator[_Reached]:
        """Yield the modules that a dotted name leads to, by way of others too."""
        for at, (module, name) in enumerate(steps(dotted), 1):
            rest = dotted.split(".")[at + 1 :]
            for path in self._found(module, taker):
                yield _Reached(path, at, name)
                source = self.takers.get(path)
                for bound in source.binds if source and rest else ():
                    if bound.local != name or (path, name) in seen:
                        continue
                    # home.low.a  where `home` imports `low`
                    through = ".".join((bound.means, *rest))
                    ahead = bound.means.count(".") - at
                    for one in self._reached(through, path, seen | {(path, name)}):
                        if one.at > at + ahead:
                            sure = one.sure and bound.sure
                            yield one._replace(at=one.at - ahead, sure=sure)

    def _found(self, module: str, taker: str) -> list[str]:
        """Return the files that a module may be, for one that imports it."""
        paths = [path for path in self.modules.paths(module) if path != taker]
        folder = os.path.dirname(taker)
        # Of two scripts called alike the one next to the importer is meant.
        near = [path for path in paths if os.path.dirname(path) == folder]
        return near or paths

    def offers(self, path: str) -> dict[str, tuple[Handed, ...]]:
        """Map the names that a module has from elsewhere to what they mean."""
        if path not in self._offers:
            # Modules may import from each other.
            self._offers[path] = {}
            taker = self.takers.get(path)
            found: dict[str, tuple[Handed, ...]] = {}
            for module in taker.stars if taker else ():
                for source in self._found(module, path):
                    found |= self.offers(source)
            for local, dotted, sure in taker.binds if taker else ():
                at = dotted.count(".")
                for end, meaning in self._meanings(dotted, path):
                    if end == at:
                        one = meaning._replace(sure=sure and meaning.sure)
                        found[local] = (*found.get(local, ()), one)
            self._offers[path] = found | self._own(path)
        return self._offers[path]

    def _own(self, path: str) -> dict[str, tuple[Handed, ...]]:
        if not self.hands.get(path):
            return {}
        file = self.modules.files[path]
        found: dict[str, tuple[Handed, ...]] = {}
        try:
            for fragment in read(path, self.tree.read(path)).fragments:
                imports = read_imports(
                    fragment.source, file.likely_package, file.module
                )
                found |= handed(fragment.source, imports, file.module, self.table)
        except (OSError, FileRefused, RecursionError):
            return {}
        return found

    def _starred(self, path: str, name: str) -> Iterator[str]:
        """Yield the modules from which a file has a name by importing all of them."""
        for module in self.takers[path].stars:
            for source in self._found(module, path):
                if name in self.offers(source):
                    yield source

    def taken(
        self, lost: Mapping[str, Collection[str]], takers: Mapping[str, Taker]
    ) -> dict[str, set[str]]:
        """Map modules to those of the lost names that somebody takes from them."""
        found: dict[str, set[str]] = {}
        for path, taker in takers.items():
            loaded = {name for use in taker.uses for name in prefixes(use.loads)}
            for use in taker.uses:
                for one in self._reached(use.dotted, path):
                    # What is imported as a module is there whatever its package binds.
                    if ".".join(use.dotted.split(".")[: one.at + 1]) not in loaded:
                        self._take(one.path, one.name, lost, found)
            for use in taker.loose:
                self._through_stars(path, use.dotted.split(".")[0], lost, found)
        return found

    def _take(
        self,
        module: str,
        name: str,
        lost: Mapping[str, Collection[str]],
        found: dict[str, set[str]],
    ) -> None:
        if name in lost.get(module, ()):
            found.setdefault(module, set()).add(name)
        else:
            self._through_stars(module, name, lost, found)

    def _through_stars(
        self,
        path: str,
        name: str,
        lost: Mapping[str, Collection[str]],
        found: dict[str, set[str]],
    ) -> None:
        for source in self._behind(path):
            if name in lost.get(source, ()):
                found.setdefault(source, set()).add(name)

    def _behind(self, path: str) -> Iterable[str]:
        """Return the modules of which a module imports all, by way of others too."""
        seen: dict[str, None] = {}
        todo = [path]
        while todo:
            here = todo.pop()
            taker = self.takers.get(here)
            for module in taker.stars if taker else ():
                for source in self._found(module, here):
                    if source not in seen:
                        seen[source] = None
                        todo.append(source)
        return seen
