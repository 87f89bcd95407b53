"""What the page says of a fleet: numbers, commands, and what stands in its boxes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from dr_refit.report.graph.flow import RETIRED
from dr_refit.report.graph.svg import Box, box
from dr_refit.report.helps import helps, helps_all, migrates

if TYPE_CHECKING:
    from dr_refit.fleet.model import FleetStatus, RepoStatus
    from dr_refit.report.graph.flow import Flow

#: What each state means, in the order of the headline.
_STATES: Final = {
    "current": "At the newest version of the template.",
    "behind": "The template has a newer version.",
    "drifted": "Files that the template owns were changed.",
    "unlinked": "The version it was made from is unknown.",
    "broken": "Unknown; see the error below.",
}


class Standing:
    """A status as the page shows it."""

    def __init__(self, status: FleetStatus) -> None:
        self._status = status

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The first repository of each package, by its place in the fleet.toml."""
        found: dict[str, int] = {}
        for number, one in enumerate(self._status.statuses):
            found.setdefault(one.repo.package, number)
        return found

    @property
    def states(self) -> list[tuple[str, int, str, list[str]]]:
        """The states that occur: how often, what that means, and what helps."""
        found = []
        for state, text in _STATES.items():
            there = sum(one.state == state for one in self._status.statuses)
            if there:
                found.append((state, there, text, helps_all(self._status, state)))
        return found

    @property
    def migrates(self) -> str:
        """The command for retired imports; empty: there is none it rewrites."""
        return migrates(self._status)

    def helps(self, one: RepoStatus) -> list[str]:
        """Return the commands for a repository that is not current, and is to be."""
        return helps(self._status, one)

    def values(self, one: RepoStatus) -> dict[str, str | int | None]:
        """Return a row of the table, in the words of the terminal; None: unknown."""
        counts: dict[str, int | None] = {
            "drift": len(one.drift),
            "retired": len(one.left),
            "layers": len(one.violations),
            "no cap": len(one.uncapped),
        }
        # Where something is unknown, no number is 0.
        if one.error:
            counts = {label: number or None for label, number in counts.items()}
        if one.state == "unlinked":
            counts["drift"] = None
        return {
            "version": one.version,
            "template": one.state,
            **counts,
            "updated": one.updated,
            "layer": one.repo.layer,
        }

    @property
    def columns(self) -> list[str]:
        """The columns in which there is anything to see."""
        rows = [self.values(one) for one in self._status.statuses]
        every = rows[0] if rows else {}
        return [
            label
            for label in every
            if any(row[label] not in {None, ""} for row in rows)
        ]

    def boxes(self, flow: Flow) -> dict[str, Box]:
        """Return what stands in the boxes of the picture."""
        return {package: self._box(flow, package) for package in flow.packages}

    def _box(self, flow: Flow, package: str) -> Box:
        number = self.numbers.get(package)
        if number is None:
            return box(flow, package)
        one = self._status.statuses[number]
        is_retired = flow.row[package] == RETIRED
        words = [*["retired"] * is_retired, one.state, *["held"] * bool(one.repo.hold)]
        return Box(
            name=one.repo.name,
            title=f"{one.repo.name}: {', '.join(words)}",
            kind=f"{one.state} retired" if is_retired else one.state,
            note=" · ".join(words),
            icon=one.state,
            href=f"#repository-{number}",
        )
