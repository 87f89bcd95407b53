"""A migration against wheels: every home is there, in every version that is allowed."""

from __future__ import annotations

import sys
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from packaging.requirements import Requirement
from packaging.version import Version

from dr_refit.codes import Code
from dr_refit.errors import RefitError
from dr_refit.findings import Finding, Position
from dr_refit.manifests.names import canonical
from dr_refit.manifests.requirements import lowest_python
from dr_refit.manifests.resolver import resolve
from dr_refit.names import prefixes, root
from dr_refit.python.signatures import differences, signature

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from dr_refit.migration.model import Migration, Move
    from dr_refit.python.surface import Surface
    from dr_refit.wheels.stock import Stock

#: Packages that need no requirement.
_NEEDLESS = sys.stdlib_module_names


class Verified(NamedTuple):
    """What wheels tell of a migration."""

    findings: tuple[Finding, ...]
    #: A line per requirement: which versions have its names.
    said: tuple[str, ...]


def check(
    migration: Migration, stock: Stock, line_of: Callable[[str], int]
) -> Verified:
    """Look a migration's names up; `line_of` tells where an old name stands in it.

    Raises RefitError where a wheel cannot be had.
    """
    return _Check(migration, stock, line_of).run()


class _Check:
    def __init__(
        self, migration: Migration, stock: Stock, line_of: Callable[[str], int]
    ) -> None:
        self.migration = migration
        self.stock = stock
        self.line_of = line_of
        self.findings: list[Finding] = []
        self.said: list[str] = []

    def run(self) -> Verified:
        for text, homes in sorted(_homes(self.migration, self.stock).items()):
            self.look_up(text, homes)
        self.look_up_old()
        self.resolve()
        order = sorted({*self.findings}, key=Finding.order)
        return Verified(tuple(order), tuple(self.said))

    def resolve(self) -> None:
        """Report requirements of which no versions go together."""
        moves = {one.requirement: one for one in self.migration.moves}
        wanted = sorted(filter(None, moves))
        pythons = {one.python for one in self.migration.moves if one.python}
        lowest = max(map(lowest_python, pythons), key=Version, default="")
        try:
            done = resolve(wanted, python=lowest, options=self.stock.options)
        except RefitError as error:
            self.said.append(f"not known whether all resolve: {error.message}")
            return
        # Of one alone, it is said already which versions there are.
        for text in done.clashing if len(done.clashing) > 1 else ():
            others = ", ".join(one for one in done.clashing if one != text)
            message = f"{text} does not resolve with {others}: {done.why}"
            self.report(Code.REQUIREMENT_CLASH, moves[text].old, message)

    def report(self, code: Code, old: str, message: str) -> None:
        position = Position(line=self.line_of(old), column=1)
        self.findings.append(Finding(code=code, message=message, position=position))

    def look_up(self, text: str, homes: Mapping[str, Move]) -> None:
        """Look the new names that one requirement brings up in its versions."""
        names = f"{len(homes)} {'name' if len(homes) == 1 else 'names'}"
        if not text:
            for new, move in homes.items():
                message = f"no requirement brings {new}: add it to [requirements]"
                self.report(Code.HOME_UNPUBLISHED, move.old, message)
            return
        requirement = Requirement(text)
        if requirement.url:
            self.said.append(f"{text}: {names} not looked up: no release")
            return
        name = canonical(requirement.name)
        released = self.stock.versions(name)
        allowed = self.allowed(requirement)
        if not allowed:
            known = f"there are {_spoken(released)}" if released else "there is none"
            for new, move in homes.items():
                message = f"no version of {text} has {new}: {known}"
                self.report(Code.HOME_UNPUBLISHED, move.old, message)
            return
        versions = _Versions(self.stock, name, [*homes])
        self.compare(requirement, homes, versions, allowed)
        latest = [
            one for one in released if one > allowed[-1] and not one.is_prerelease
        ]
        gone = versions.first(
            latest, lambda lacking: lacking - versions.lacking(allowed[-1])
        )
        what = f"{text}: {names} looked up in {_spoken(allowed)}"
        if gone:
            lost = sorted(versions.lacking(gone) - versions.lacking(allowed[-1]))
            what += f"; {gone} lacks {', '.join(lost[:3])}{' ...' if lost[3:] else ''}"
        elif latest:
            what += f"; {latest[-1]} has them, too"
        self.said.append(what)
        wheel = self.stock.wheel(name, allowed[-1])
        for extra in {*map(canonical, requirement.extras)} - wheel.extras:
            move = next(iter(homes.values()))
            message = f"{name} {wheel.version} has no extra {extra}"
            self.report(Code.HOME_UNPUBLISHED, move.old, message)

    def compare(
        self,
        requirement: Requirement,
        homes: Mapping[str, Move],
        versions: _Versions,
        allowed: Sequence[Version],
    ) -> None:
        """Report the names that some allowed versions lack, and the bound to set."""
        oldest, newest = versions.lacking(allowed[0]), versions.lacking(allowed[-1])
        for new in sorted(oldest | newest):
            name = requirement.name
            if new not in newest:
                first = versions.first(allowed, lambda lacking: {new} - lacking)  # noqa: B023 - called at once
                what = f"{new} comes with {name} {first}: require {name}>={first}"
            elif new not in oldest:
                first = versions.first(allowed, lambda lacking: {new} & lacking)  # noqa: B023
                what = f"{new} is gone from {name} {first}: require {name}<{first}"
            else:
                wheel = self.stock.wheel(versions.name, allowed[-1])
                near = wheel.alike(new)
                hint = f": did you mean {near}?" if near else ""
                what = f"{new} is not in {name} {_spoken(allowed)}{hint}"
            self.report(Code.HOME_ABSENT, homes[new].old, what)

    def look_up_old(self) -> None:
        """Look the old names up, where a wheel of theirs is to be had."""
        own = self.migration.distribution
        told = {*self.migration.notes, *self.migration.calls.names}
        for package in sorted(self.migration.roots):
            names = {canonical(own)} if own else self.stock.brings(package)
            wheels = [
                self.stock.wheel(name, version)
                for name in sorted(names)
                for version in self.stock.versions(name)
            ]
            moves = [one for one in self.migration.moves if root(one.old) == package]
            surfaces = [one.surface for one in wheels if package in one.packages]
            for move in moves if surfaces else ():
                if not any(_may_have(one, move.old) for one in surfaces):
                    what = f"no version of {', '.join(sorted(names))} has {move.old}"
                    self.report(Code.OLD_NAME_ABSENT, move.old, what)
                elif move.old not in told:
                    self.compare_signatures(move, surfaces)

    def compare_signatures(self, move: Move, old: Sequence[Surface]) -> None:
        """Report a home that refuses calls, where the migration does not say so."""
        definitions = [one.definition(move.old) for one in reversed(old)]
        before = next((one for one in definitions if one), None)
        home = self._home(move)
        after = home.definition(move.new) if home else None
        if before is None or after is None:
            return
        one, other = signature(before), signature(after)
        if one and other and (why := "; ".join(differences(one, other))):
            what = f"{move.new} is called otherwise than {move.old}: {why}"
            self.report(Code.SIGNATURE_DIFFERS, move.old, what)

    def _home(self, move: Move) -> Surface | None:
        """Return the newest version that the home of a name is required in."""
        text = _requirement(move, self.stock)
        if not text or (requirement := Requirement(text)).url:
            return None
        allowed = self.allowed(requirement)
        name = canonical(requirement.name)
        return self.stock.wheel(name, allowed[-1]).surface if allowed else None

    def allowed(self, requirement: Requirement) -> Sequence[Version]:
        """Return the versions that a requirement allows, the oldest first."""
        name = canonical(requirement.name)
        return [*requirement.specifier.filter(self.stock.versions(name))]


class _Versions:
    """The versions of a distribution, and which of some names each of them lacks."""

    def __init__(self, stock: Stock, name: str, wanted: Sequence[str]) -> None:
        self.stock = stock
        self.name = name
        self.wanted = wanted
        self._lacking: dict[Version, frozenset[str]] = {}

    def lacking(self, version: Version) -> frozenset[str]:
        """Return the names that a version surely has not."""
        if version not in self._lacking:
            surface = self.stock.wheel(self.name, version).surface
            self._lacking[version] = frozenset(
                name for name in self.wanted if not _may_have(surface, name)
            )
        return self._lacking[version]

    def first(
        self,
        versions: Sequence[Version],
        test: Callable[[frozenset[str]], Iterable[str]],
    ) -> Version | None:
        """Return the first version from which on what is lacking passes a test.

        Few versions are looked at: what vanished once is taken to stay away.
        """
        at = bisect_left(versions, 1, key=lambda one: bool(test(self.lacking(one))))
        return versions[at] if at < len(versions) else None


def _homes(migration: Migration, stock: Stock) -> Mapping[str, Mapping[str, Move]]:
    """Return the new names, each with a move to it, by the requirement they need."""
    homes: dict[str, dict[str, Move]] = {}
    for move in migration.moves:
        if move.home == "planned" or root(move.new) in _NEEDLESS:
            continue
        names = (move.new, *(f"{move.new}.{name}" for name in move.names or ()))
        if (text := _requirement(move, stock)) is not None:
            homes.setdefault(text, {}).update(dict.fromkeys(names, move))
    return homes


def _requirement(move: Move, stock: Stock) -> str | None:
    """Return what brings a home; empty: nothing does. None: it is not asked for."""
    if move.requirement:
        return move.requirement
    brings = stock.brings(root(move.new))
    if len(brings) > 1 or root(move.new) == root(move.old):
        # A package of several distributions, or a new version of the old one.
        return None
    return next(iter(brings), "")


def _may_have(surface: Surface, dotted: str) -> bool:
    """Return whether a name is there, or cannot be told not to be."""
    if surface.reaches(dotted):
        return True
    known = [name for name in prefixes(dotted) if surface.has(name)]
    # Other distributions may add to a package without an __init__.py.
    return bool(known) and surface.is_open(known[-1])


def _spoken(versions: Sequence[Version]) -> str:
    first, last = versions[0], versions[-1]
    return str(first) if first == last else f"{first} to {last}"
