"""A migration against wheels: every home is there, in every version that is allowed."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.version import Version

from dr_refit.codes import Code
from dr_refit.errors import RefitError
from dr_refit.findings import Finding, Position
from dr_refit.manifests.names import canonical
from dr_refit.manifests.requirements import lowest_python
from dr_refit.manifests.resolver import resolve
from dr_refit.names import parent, root
from dr_refit.plural import counted
from dr_refit.python.signatures import differences, signature
from dr_refit.records import NamedTuple
from dr_refit.wheels.holders import has, holders, spoken
from dr_refit.wheels.old import look_up_old
from dr_refit.wheels.versions import Versions

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dr_refit.migration.model import Migration, Move
    from dr_refit.migration.toml import WithLines
    from dr_refit.python.surface import Surface
    from dr_refit.wheels.stock import Stock
    from dr_refit.wheels.wheel import Wheel

#: Packages that need no requirement.
_NEEDLESS = sys.stdlib_module_names


#: New names, each with the moves to it.
type Homes = Mapping[str, Sequence[Move]]


class Verified(NamedTuple):
    """What wheels tell of a migration."""

    findings: tuple[Finding, ...]
    #: A line per requirement: which versions have its names.
    said: tuple[str, ...]


def check(read: WithLines, stock: Stock) -> Verified:
    """Look a migration's names up. Raises RefitError where a wheel cannot be had."""
    return _Check(read, stock).run()


class _Check:
    def __init__(self, read: WithLines, stock: Stock) -> None:
        self.read = read
        self.migration = read.migration
        self.stock = stock
        self.findings: list[Finding] = []
        self.said: list[str] = []

    def run(self) -> Verified:
        required, others = _homes(self.migration, self.stock)
        for text, homes in sorted(required.items()):
            self.look_up(text, homes)
        self.look_up_newest(others)
        self.look_up_old()
        self.resolve()
        self.report_blanks()
        order = sorted(dict.fromkeys(self.findings), key=Finding.order)
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
            self.report(Code.REQUIREMENT_CLASH, [moves[text]], message)

    def report(self, code: Code, moves: Iterable[Move], message: str) -> None:
        for move in moves:
            self.report_at(self.read.line_of(move.old), code, message)

    def report_at(self, line: int, code: Code, message: str) -> None:
        position = Position(line=line, column=1)
        self.findings.append(Finding(code=code, message=message, position=position))

    def report_blanks(self) -> None:
        """Report names that are read without the blank at an end of theirs."""
        for line, name in self.read.blanks():
            end = "ends" if name == name.lstrip() else "begins"
            self.report_at(line, Code.BLANK_IN_NAME, f"{name!r} {end} with a blank")

    def look_up(self, text: str, homes: Homes) -> None:
        """Look the new names that one requirement brings up in its versions."""
        names = counted(len(homes), "name")
        if not text:
            for new, moves in homes.items():
                message = f"no requirement brings {new}: add it to [requirements]"
                self.report(Code.HOME_UNPUBLISHED, moves, message)
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
            for new, moves in homes.items():
                message = f"no version of {text} has {new}: {known}"
                self.report(Code.HOME_UNPUBLISHED, moves, message)
            return
        wheel = self.stock.wheel(name, allowed[-1])
        if wheel.dependencies and wheel.packages.isdisjoint(map(root, homes)):
            # What it needs brings the package.
            self.look_up_newest(homes)
            return
        self.report_members(homes, [wheel])
        versions = Versions(self.stock, name, [*homes])
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
        for extra in {*map(canonical, requirement.extras)} - wheel.extras:
            moves = next(iter(homes.values()))
            message = f"{name} {wheel.version} has no extra {extra}"
            self.report(Code.HOME_UNPUBLISHED, moves, message)

    def compare(
        self,
        requirement: Requirement,
        homes: Homes,
        versions: Versions,
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
                what = f"{new} is not in {name} {_spoken(allowed)}{_near([wheel], new)}"
            self.report(Code.HOME_ABSENT, homes[new], what)

    def report_members(self, homes: Homes, wheels: Sequence[Wheel]) -> None:
        """Report what is in a class, from which nothing can be imported."""
        for new, moves in homes.items():
            defined = [one.surface.definition(parent(new)) for one in wheels]
            if any(isinstance(one, ast.ClassDef) for one in defined):
                what = f"{parent(new)} is a class, from which nothing is imported"
                names = [one for one in moves if not one.module]
                message = f"{what}: list the name under [removed]"
                self.report(Code.HOME_ABSENT, names, message)

    def look_up_newest(self, homes: Homes) -> None:
        """Look new names up where no requirement says which version is meant.

        The newest versions of all that have a part of the package have them, or none.
        """
        unknown = []
        for new, moves in homes.items():
            wheels = holders(self.newest(root(new)), new)
            there = has(wheels, new) if wheels else None
            self.report_members({new: moves}, wheels)
            if there is None:
                unknown.append(new)
            elif not there:
                what = f"{new} is not in {spoken(wheels)}{_near(wheels, new)}"
                self.report(Code.HOME_ABSENT, moves, what)
        if unknown:
            names = (
                f"{unknown[0]}{f' and {len(unknown) - 1} more' if unknown[1:] else ''}"
            )
            self.said.append(
                f"not looked up, as no wheel tells of their modules: {names}"
            )

    def newest(self, package: str) -> list[Wheel]:
        """Return the newest versions of the distributions that bring a package."""
        versions = {
            name: self.stock.versions(name) for name in self.stock.brings(package)
        }
        return [self.stock.wheel(name, versions[name][-1]) for name in sorted(versions)]

    def look_up_old(self) -> None:
        """Report old names that never were, and calls that their new homes refuse."""
        told = {*self.migration.notes, *self.migration.calls.names}
        for move, wheel, names in look_up_old(self.migration, self.stock):
            if wheel is None:
                what = f"no version of {', '.join(names)} has {move.old}"
                self.report(Code.OLD_NAME_ABSENT, [move], what)
            elif move.old not in told:
                self.compare_signatures(move, wheel.surface)

    def compare_signatures(self, move: Move, old: Surface) -> None:
        """Report a home that refuses calls, where the migration does not say so."""
        before, home = old.definition(move.old), self.home(move)
        after = home.definition(move.new) if home else None
        if before is None or after is None:
            return
        one, other = signature(before), signature(after)
        if one and other and (why := "; ".join(differences(one, other))):
            what = f"{move.new} is called otherwise than {move.old}: {why}"
            self.report(Code.SIGNATURE_DIFFERS, [move], what)

    def home(self, move: Move) -> Surface | None:
        """Return the newest version that the home of a name is required in."""
        text = _requirement(move, self.stock)
        if text is None:
            wheels = holders(self.newest(root(move.new)), move.new)
            return wheels[0].surface if wheels else None
        if not text or (requirement := Requirement(text)).url:
            return None
        allowed = self.allowed(requirement)
        name = canonical(requirement.name)
        return self.stock.wheel(name, allowed[-1]).surface if allowed else None

    def allowed(self, requirement: Requirement) -> Sequence[Version]:
        """Return the versions that a requirement allows, the oldest first."""
        name = canonical(requirement.name)
        return [*requirement.specifier.filter(self.stock.versions(name))]


def _homes(migration: Migration, stock: Stock) -> tuple[dict[str, Homes], Homes]:
    """Return the new names by the requirement they need, and those that name none."""
    required: dict[str, dict[str, list[Move]]] = {}
    others: dict[str, list[Move]] = {}
    for move in migration.moves:
        if move.home == "planned" or root(move.new) in _NEEDLESS:
            continue
        text = _requirement(move, stock)
        homes = others if text is None else required.setdefault(text, {})
        for name in (move.new, *(f"{move.new}.{name}" for name in move.names or ())):
            homes.setdefault(name, []).append(move)
    return {**required}, others


def _requirement(move: Move, stock: Stock) -> str | None:
    """Return what brings a home; empty: nothing does. None: it is not asked for."""
    if move.requirement:
        return move.requirement
    brings = stock.brings(root(move.new))
    if len(brings) > 1 or root(move.new) == root(move.old):
        # A package of several distributions, or a new version of the old one.
        return None
    return next(iter(brings), "")


def _near(wheels: Iterable[Wheel], new: str) -> str:
    """Return the name that may have been meant, as the rest of a message."""
    near = next(filter(None, (one.alike(new) for one in wheels)), "")
    return f": did you mean {near}?" if near else ""


def _spoken(versions: Sequence[Version]) -> str:
    first, last = versions[0], versions[-1]
    return str(first) if first == last else f"{first} to {last}"
