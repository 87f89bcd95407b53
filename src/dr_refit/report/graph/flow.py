"""Who builds on whom in a fleet: packages in rows of layers, imports between them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from dr_refit.checks.flow import edges, importers_of, imports_of, reached

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from dr_refit.checks.model import Edge, Family
    from dr_refit.fleet.model import FleetStatus

    type Kind = Literal["member", "retired", "outside"]

#: Rows below the layers.
NO_LAYER, RETIRED, OUTSIDE = "no layer", "retired", "not in this fleet"


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """What is drawn, by whatever means."""

    #: Row -> its packages; the topmost first, none empty.
    rows: Mapping[str, tuple[str, ...]]
    #: In the order of their importers in the fleet.toml.
    edges: tuple[Edge, ...]
    #: Package -> what its repository is called in the fleet.toml.
    names: Mapping[str, str] = field(default_factory=dict)
    #: Package -> what its box says below the name.
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def packages(self) -> Iterable[str]:
        """All of them, row by row."""
        return (package for row in self.rows.values() for package in row)

    @property
    def row(self) -> dict[str, str]:
        """The row of each package."""
        return {package: row for row, there in self.rows.items() for package in there}

    @property
    def violations(self) -> list[Edge]:
        """The imports that must not be."""
        return [edge for edge in self.edges if edge.violation]

    def name(self, package: str) -> str:
        """Return what people call a package."""
        return self.names.get(package, package)

    def kind(self, package: str) -> Kind:
        """Return what a package is to the fleet."""
        if self.row[package] == RETIRED:
            return "retired"
        return "member" if package in self.names else "outside"

    def around(self, package: str) -> frozenset[str]:
        """Return a package, all that it builds on, and all that build on it."""
        down, up = imports_of(self.edges), importers_of(self.edges)
        return reached(package, down) | reached(package, up) | {package}

    def only(self, packages: Collection[str]) -> Flow:
        """Return it with these packages alone, and what is between them."""
        rows = {
            row: tuple(one for one in there if one in packages)
            for row, there in self.rows.items()
        }
        return replace(
            self,
            rows={row: there for row, there in rows.items() if there},
            edges=tuple(
                one
                for one in self.edges
                if one.importer in packages and one.imported in packages
            ),
        )


def of_status(status: FleetStatus) -> Flow:
    """Return what the status of a fleet says of it."""
    repositories = [one.repo for one in status.statuses]
    return flow_of(
        {repo.package: repo.layer for repo in repositories},
        [edge for one in status.statuses for edge in one.edges],
        layers=status.fleet.layers,
        retired=status.retired,
        names={repo.package: repo.name for repo in repositories},
    )


def of_family(family: Family, names: Mapping[str, str]) -> Flow:
    """Return what the repositories of a family say; `names`: package -> repository."""
    found = [*edges(family)]
    ends = {end for edge in found for end in (edge.importer, edge.imported)}
    return flow_of(
        {
            member.package: member.layer
            for member in family.members
            if member.package in ends | names.keys()
        },
        found,
        layers=family.layers,
        retired=family.retired,
        names=names,
    )


def flow_of(
    members: Mapping[str, str],
    found: Sequence[Edge],
    *,
    layers: Sequence[str],
    retired: Collection[str],
    names: Mapping[str, str],
) -> Flow:
    """Put packages in rows: members by their layers, and who is imported beside."""
    rows: dict[str, list[str]] = {
        row: [] for row in (*reversed(layers), NO_LAYER, RETIRED, OUTSIDE)
    }
    of = {
        package: layer if layer in layers else NO_LAYER
        for package, layer in members.items()
    }
    for edge in found:
        for package in (edge.importer, edge.imported):
            of.setdefault(package, OUTSIDE)
    of |= {package: RETIRED for package in of if package in retired}
    within = imports_of(
        edge
        for edge in found
        if of[edge.importer] == of[edge.imported] and not edge.violation
    )
    # What imports most within its row comes first, so that there, too, arrows point
    # down; members of a cycle reach the same, and stand in the order of their names.
    for package in sorted(of, key=lambda p: (-len(reached(p, within)), p)):
        rows[of[package]].append(package)
    return Flow(
        rows={row: tuple(there) for row, there in rows.items() if there},
        edges=tuple(found),
        names=names,
    )
