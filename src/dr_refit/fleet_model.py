"""The values that `fleet` speaks in: what is managed, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.model import Finding

#: From the bottom to the top: nothing may import from a layer above its own.
LAYERS = ("utility", "domain", "project", "application")


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """Where the projects come from."""

    #: A git URL; the `_src_path` of every project equals it.
    url: str
    #: The release to bring all to, a tag; empty: the newest one.
    version: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Repo:
    """One repository of a fleet."""

    name: str
    #: A local path (absolute) or a git URL.
    location: str
    #: One of LAYERS; empty: it takes no part in the layers.
    layer: str = ""
    #: Answers of its template: the defaults of the fleet, then its own.
    answers: Mapping[str, Any] = field(default_factory=dict)
    #: Migrations that `fleet migrate` and `fleet status` apply; empty: all shipped.
    migrations: tuple[str, ...] = ()
    #: Why it is left alone; empty: it is not.
    hold: str = ""
    #: The template version it is pinned to; empty: the fleet's.
    version: str = ""

    @property
    def package(self) -> str:
        """The import name: dashes become underscores."""
        return self.name.replace("-", "_")


@dataclass(frozen=True, kw_only=True, slots=True)
class Fleet:
    """A `fleet.toml`."""

    #: The file itself (absolute).
    path: str
    template: Template
    repositories: tuple[Repo, ...]


#: current: as the newest version has it. behind: a newer version exists. drifted:
#: current, but files of the template were changed here. unlinked: no answers file, or
#: one that says not which version. broken: it could not be told (`error` says why).
TemplateState = Literal["current", "behind", "drifted", "unlinked", "broken"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Drift:
    """A path of the template that differs in the project."""

    path: str
    kind: Literal["changed", "deleted", "mode"]
    added: int = 0
    removed: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Located:
    """A finding, and the file it is in (relative to the repository's root)."""

    path: str
    finding: Finding


@dataclass(frozen=True, kw_only=True, slots=True)
class Edge:
    """Imports of one managed package by another, as measured."""

    #: Import names.
    importer: str
    imported: str
    #: Where it is imported: path and line, sorted.
    places: tuple[tuple[str, int], ...]
    #: Why it must not be; empty: it may.
    violation: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class RepoStatus:
    """How one repository stands."""

    repo: Repo
    state: TemplateState
    #: Template version in use; empty where unknown.
    version: str = ""
    drift: tuple[Drift, ...] = ()
    #: Imports of retired packages that are left, and what the codemods say of them.
    findings: tuple[Located, ...] = ()
    edges: tuple[Edge, ...] = ()
    #: Requirements of managed packages without an upper bound, as written.
    uncapped: tuple[str, ...] = ()
    #: Day of the commit that last changed the answers file, ISO 8601; empty: never.
    updated: str = ""
    error: str = ""

    @property
    def violations(self) -> tuple[Edge, ...]:
        """The imports that must not be."""
        return tuple(edge for edge in self.edges if edge.violation)

    @property
    def left(self) -> tuple[Located, ...]:
        """The findings that are work; notes only inform."""
        return tuple(one for one in self.findings if one.finding.level != "note")


@dataclass(frozen=True, kw_only=True, slots=True)
class FleetStatus:
    """How all stand, in the order of the fleet.toml."""

    fleet: Fleet
    #: The newest version of the template.
    newest: str
    statuses: tuple[RepoStatus, ...]

    @property
    def exit_code(self) -> int:
        """2: something could not be told; 1: behind or drifted; else 0."""
        states = {status.state for status in self.statuses}
        if "broken" in states:
            return 2
        waiting = {s.state for s in self.statuses if not s.repo.hold}
        return int(bool(waiting & {"behind", "drifted", "unlinked"}))
