"""What a project's modules import for others, and what these take from them."""

from __future__ import annotations

from sys import maxsize
from types import MappingProxyType
from typing import TYPE_CHECKING

from dr_refit.codemod.modules import Reached
from dr_refit.codemod.rules.model import kept_object
from dr_refit.codemod.starred import Scans
from dr_refit.codemod.takers import NOTHING
from dr_refit.codes import Code
from dr_refit.findings import Finding
from dr_refit.migration.resolution import Moved, Removed, Unknown
from dr_refit.names import leaf, parent, prefixes, root, steps

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from dr_refit.codemod.handed import Handed
    from dr_refit.codemod.modules import Modules
    from dr_refit.codemod.passed import Inside
    from dr_refit.codemod.takers import Taker, Use
    from dr_refit.migration.table import MoveTable
    from dr_refit.tree.model import Tree

_NOWHERE: Mapping[tuple[str, str], int] = MappingProxyType({})


class Taking:
    """Who takes which name from which module.

    `hands`: the names of modules that seem to mean what moved; `passed`: the modules
    that are passed on as a whole.
    """

    def __init__(
        self,
        tree: Tree,
        table: MoveTable,
        modules: Modules,
        hands: Mapping[str, frozenset[str]],
        passed: Inside,
        takers: Mapping[str, Taker],
    ) -> None:
        self.table = table
        self.modules = modules
        self.hands = hands
        self.passed = passed
        self.takers = takers
        self._offers: dict[tuple[str, str], tuple[Handed, ...]] = {}
        self._scans = Scans(tree, table, modules)
        #: Module -> those of which it imports all.
        self._sources: dict[str, Iterable[str]] = {}

    def followed(self, path: str) -> dict[str, str]:
        """Map the dotted names by which a file reaches what moved to what they mean.

        Empty: nothing is to be rewritten for them.
        """
        found: dict[str, str] = {}
        moves = False
        for use in self.takers.get(path, NOTHING).uses:
            for at, meaning in self._meanings(use.dotted, path):
                if use.is_sure and meaning.sure:
                    parts = use.dotted.split(".")
                    found[".".join(parts[: at + 1])] = meaning.means
                    moves |= bool(self._now(use, at, meaning))
        return found if moves else {}

    def findings(self, path: str, *, followed: bool) -> Iterator[Finding]:
        """Report what a file takes and is not followed in it."""
        taker = self.takers[path]
        for use in taker.uses:
            if use.dotted in self.passed.moved and self._passed(use) and not use.silent:
                code, message = kept_object(use.dotted, has_rules=True)
                yield Finding(code=code, message=message, position=use.position)
            for at, meaning in self._meanings(use.dotted, path):
                if at > use.starred and not (followed and use.is_sure and meaning.sure):
                    yield from self._finding(use, at, meaning)
        for use in taker.loose:
            name = root(use.dotted)
            for source in self._starred(path, name):
                for meaning in self.offer(source, name):
                    yield from self._finding(use, 0, meaning)

    def _finding(self, use: Use, at: int, meaning: Handed) -> Iterator[Finding]:
        if use.silent:
            return
        code, message, table = Code.TAKEN_ELSEWHERE, "", self.table
        whole = ".".join((meaning.means, *use.dotted.split(".")[at + 1 :]))
        if now := self._now(use, at, meaning):
            message = f"{use.dotted} {now}, and is taken from a module that imports it"
        elif use.whole and table.has_nested_rules(whole):
            if table.moves_as_unit(whole):
                return
            code, message = kept_object(use.dotted, has_rules=False)
        if message:
            yield Finding(code=code, message=message, position=use.position)

    def _passed(self, use: Use) -> Mapping[str, frozenset[str]]:
        """Map the modules that a use passes on to what seems to be used of them."""
        found = self.passed.names.get(use.dotted, {}) if use.is_passed else {}
        return {at: own for at, some in found.items() if (own := use.spelled(some))}

    def _now(self, use: Use, at: int, meaning: Handed) -> str:
        """Return what became of a name inside another; empty: it is still there."""
        rest = "".join(f".{part}" for part in use.dotted.split(".")[at + 1 :])
        whole, table = meaning.means + rest, self.table
        if use.whole and table.has_direct_rules(whole):
            # g = home.a
            return "" if table.moves_as_unit(whole) else "has names that moved"
        match table.resolve(whole):
            case Moved(new=new):
                # from new import abc    of which  import old as abc  is the fallback
                along = {table.new_name(meaning.means), *meaning.others}
                is_there = any(home and new == home + rest for home in along)
                return "" if is_there else f"is {new} now"
            case Removed():
                return "is gone"
            case Unknown():
                return "is unknown"
        return ""

    def _meanings(self, dotted: str, taker: str) -> Iterator[tuple[int, Handed]]:
        """Yield which parts of a dotted name are names that modules import."""
        for one in self._reached(dotted, taker):
            called = ".".join(dotted.split(".")[: one.at + 1])
            for meaning in self.offer(one.path, one.name):
                if meaning.means == called:
                    # a.b, which a package has as `b`, is called so anyway.
                    continue
                yield one.at, meaning._replace(sure=meaning.sure and one.sure)

    def _reached(
        self, dotted: str, taker: str, way: Mapping[tuple[str, str], int] = _NOWHERE
    ) -> Iterator[Reached]:
        """Yield the modules that a dotted name leads to, by way of others too.

        `way`: names of modules that were followed, and how many parts were left then.
        """
        for at, (module, name) in enumerate(steps(dotted), 1):
            rest = dotted.split(".")[at + 1 :]
            for path in self.modules.meant(module, taker):
                yield Reached(path, at, name)
                for bound in self.takers.get(path, NOTHING).binds if rest else ():
                    key = path, name
                    if bound.local != name or len(rest) >= way.get(key, maxsize):
                        continue
                    # home.low.a  where `home` imports `low`
                    through = ".".join((bound.means, *rest))
                    ahead = bound.means.count(".") - at
                    for one in self._reached(through, path, {**way, key: len(rest)}):
                        if one.at > at + ahead:
                            sure = one.sure and bound.sure
                            yield one._replace(at=one.at - ahead, sure=sure)

    def offer(self, path: str, name: str) -> tuple[Handed, ...]:
        """Return what a name means that a module has from elsewhere; else nothing."""
        key = path, name
        if key not in self._offers:
            # Modules may import from each other.
            self._offers[key] = ()
            found: tuple[Handed, ...] = ()
            if name in self.hands.get(path, ()):
                found = self._scans.hands(path).get(name, ())
            if not found:
                found = tuple(
                    meaning._replace(sure=bound.sure and meaning.sure)
                    for bound in self.takers.get(path, NOTHING).binds
                    if bound.local == name
                    for end, meaning in self._meanings(bound.means, path)
                    if end == bound.means.count(".")
                )
            self._offers[key] = self._with_stars(path, name, found)
        return self._offers[key]

    def _with_stars(
        self, path: str, name: str, found: tuple[Handed, ...]
    ) -> tuple[Handed, ...]:
        """Return what a module means by a name that it, or a star of it, imports."""
        taker = self.takers.get(path)
        if not found and not (taker and taker.stars):
            return ()
        file = self.modules.files[path]
        if file.stem == "__init__" and self.modules.paths(f"{file.module}.{name}"):
            # A module of a package, whatever its other modules bind.
            return found
        modules = taker.stars if taker else self._scans.stars(path).modules
        offers = {
            source: self.offer(source, name)
            for module in modules
            for source in self.modules.meant(module, path)
        }
        if not offers or not (found or any(offers.values())):
            return found
        stars = self._scans.stars(path)
        if name in stars.own:
            return found
        for source, meanings in () if found else offers.items():
            if meanings and self._scans.stars(source).hands_on(name):
                found = meanings
        # from .low import *  may bind it to something else.
        others = any(
            meanings != found and self._scans.may_bind(source, name)
            for source, meanings in offers.items()
        )
        sure = not others and name not in stars.perhaps
        return tuple(one._replace(sure=one.sure and sure) for one in found)

    def _starred(self, path: str, name: str) -> Iterator[str]:
        """Yield the modules from which a file has a name by importing all of them."""
        for module in self.takers[path].stars:
            for source in self.modules.meant(module, path):
                if self.offer(source, name) and self._scans.stars(source).hands_on(
                    name
                ):
                    yield source

    def taken(
        self, lost: Mapping[str, Collection[str]], takers: Mapping[str, Taker]
    ) -> dict[str, set[str]]:
        """Map modules to those of the lost names that somebody takes from them."""
        found: dict[str, set[str]] = {}
        for path, taker in takers.items():
            loaded = {name for use in taker.uses for name in prefixes(use.loads)}
            loaded |= {
                name
                for use in taker.uses
                for name in use.imported
                if self._is_module(name, path)
            }
            for use in taker.uses:
                for one in self._reached(use.taken, path):
                    # What is imported as a module is there whatever its package binds.
                    if ".".join(use.dotted.split(".")[: one.at + 1]) not in loaded:
                        self._take(one.path, one.name, lost, found)
                for source, names in self._passed(use).items():
                    for name in names:
                        self._take(source, name, lost, found)
            for use in taker.loose:
                self._through_stars(path, root(use.dotted), lost, found)
        return found

    def replaced(self) -> dict[str, frozenset[str]]:
        """Map modules to their names that somebody binds to something else there."""
        found: dict[str, frozenset[str]] = {}
        for path, taker in self.takers.items():
            for dotted in taker.replaces:
                for one in self._reached(dotted, path):
                    if one.at == dotted.count("."):
                        found[one.path] = found.get(one.path, frozenset()) | {one.name}
        return found

    def _is_module(self, dotted: str, taker: str) -> bool:
        """Return whether a name is a module's, and nothing else in its package."""
        above = self.modules.meant(parent(dotted), taker)
        return bool(above and self.modules.meant(dotted, taker)) and all(
            self._scans.bound(path).get(leaf(dotted), {dotted}) == {dotted}
            for path in above
        )

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
        if path not in self._sources:
            seen: dict[str, None] = {}
            todo = [path]
            while todo:
                here = todo.pop()
                for module in self.takers.get(here, NOTHING).stars:
                    for source in self.modules.meant(module, here):
                        if source not in seen:
                            seen[source] = None
                            todo.append(source)
            self._sources[path] = seen
        return self._sources[path]
