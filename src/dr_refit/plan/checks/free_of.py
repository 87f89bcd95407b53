"""A repository has nothing of a kind: code about something, modules, or files."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from dr_refit.errors import RefitError
from dr_refit.names import is_under
from dr_refit.plan import kind
from dr_refit.plan.checks.no_import import NoImport
from dr_refit.plan.kind import Kind
from dr_refit.plan.verdict import Left, Need, Place, Verdict
from dr_refit.toml import list_of, nearest, string

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.plan.world import Seen, World


@dataclass(frozen=True, kw_only=True, slots=True)
class FreeOf:
    """It has no code about the concerns, none of the modules, and no such files."""

    repository: str
    what: str = ""
    concerns: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    to: str = ""

    def measure(self, world: World) -> Verdict:
        """Find out how much of it is true."""
        known = {one.name for one in world.family.rules.concerns}
        for name in self.concerns:
            if name not in known:
                raise RefitError(f"there is no concern {name}", nearest(name, known))
        if unread := world.unread(self.repository):
            return Verdict(left=unread)
        titles = {one.name: one.title for one in world.family.rules.concerns}
        named = [*map(titles.__getitem__, self.concerns), *self.modules, *self.paths]
        what = self.what or ", ".join(named)
        places = tuple(self._places(world.seen[self.repository]))
        if not places:
            return Verdict(said=f"{self.repository} has nothing of {what}")
        importers = [
            one
            for module in self.modules
            for one in NoImport(package=module).measure(world).left
        ]
        needs = [Need(one.gives, one.why) for one in importers if one.gives]
        left = Left(
            why=f"{self.repository} has {what}",
            repository=self.repository,
            places=places,
            gives=f"nothing of {what} in {self.repository}",
            needs=(*(world.needs(self.to) if self.to else ()), *needs),
        )
        return Verdict(left=(*importers, left))

    def _places(self, seen: Seen) -> Iterator[Place]:
        """Yield the files that are of the kind, and the lines in others."""
        places = [
            Place(one.path, one.position.line)
            for one in seen.repository.traces
            if one.concern in self.concerns
        ]
        for name in self.modules:
            modules = seen.repository.modules.items()
            places += [Place(path) for one, path in modules if is_under(one, name)]
        for pattern in self.paths:
            places += [Place(path) for path in seen.paths if fnmatchcase(path, pattern)]
        whole = {one.path for one in places if not one.line}
        for one in sorted({*places}):
            if not one.line or one.path not in whole:
                yield one


FREE_OF = Kind(
    name="free-of",
    help="It has nothing of a kind.",
    keys={
        "repository": (kind.REPOSITORY, "Who."),
        "what": (kind.LINE, "What reports call it."),
        "concerns": (
            list_of(string(), "concerns"),
            "Concerns of the family's rules: see docs/audit.md.",
        ),
        "modules": (
            list_of(kind.MODULE, "modules"),
            "Its own modules, with what is in them.",
        ),
        "paths": (list_of(string(), "patterns"), "Patterns of paths (`*`)."),
        "to": (kind.REPOSITORY, "The repository where it belongs."),
    },
    required=("repository",),
    make=FreeOf,
)
