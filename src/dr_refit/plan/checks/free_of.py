"""A repository has nothing of a kind: code about something, modules, or files."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from dr_refit.errors import RefitError
from dr_refit.migration.resolution import Moved
from dr_refit.names import is_under, parent
from dr_refit.plan import kind
from dr_refit.plan.checks.no_import import NoImport, moved
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

    def __post_init__(self) -> None:
        """Raise RefitError where it is of no kind."""
        if not (self.concerns or self.modules or self.paths):
            hint = "add concerns, modules or paths"
            raise RefitError("free-of says not what of", hint)

    def measure(self, world: World) -> Verdict:
        """Find out how much of it is true."""
        known = {one.name for one in world.family.rules.concerns}
        for name in self.concerns:
            if name not in known:
                hint = nearest(name, known, f"there are: {', '.join(sorted(known))}")
                raise RefitError(f"there is no concern {name}", hint)
        if unread := world.unread(self.repository):
            return Verdict(left=unread)
        seen = world.seen[self.repository]
        left = [one for name in self.modules for one in self._of_module(world, name)]
        titles = {one.name: one.title for one in world.family.rules.concerns}
        named = [*map(titles.__getitem__, self.concerns), *self.paths]
        if places := tuple(self._places(seen)):
            left.append(
                Left(
                    why=f"{self.repository} has {self.what or ', '.join(named)}",
                    repository=self.repository,
                    places=places,
                    needs=world.needs(self.to) if self.to else (),
                )
            )
        what = self.what or ", ".join([*named, *self.modules])
        return Verdict(
            said=f"{self.repository} has nothing of {what}", left=tuple(left)
        )

    def _of_module(self, world: World, name: str) -> Iterator[Left]:
        """Yield what is left of a module, and first of those that import it.

        It moves with all that imports it; where its new home is there already, it goes
        once nothing does.
        """
        modules = world.seen[self.repository].repository.modules
        places = [Place(path) for one, path in modules.items() if is_under(one, name)]
        if not places:
            return
        importers = NoImport(package=name).measure(world).left
        new = _homes(world, name)
        moves = bool(self.to) and not (new and all(map(world.has, new)))
        needs = [*(world.needs(self.to) if self.to else ())]
        if not moves:
            yield from importers
            needs += [Need((one.gives,), one.why) for one in importers if one.gives]
        yield Left(
            why=f"{self.repository} has {name}",
            repository=self.repository,
            places=tuple(sorted(places)),
            command=self._move(world, name, new) if moves else "",
            gives=moved(name),
            needs=tuple(needs),
        )

    def _move(self, world: World, name: str, new: list[str]) -> str:
        """Return the command that moves a module; empty: a person has to say where."""
        source, target = (world.path(one) for one in (self.repository, self.to))
        modules = world.seen[self.repository].repository.modules
        if len(new) != 1 or name not in modules or not (source and target):
            return ""
        path = modules[name]
        folder, _, file = path.rpartition("/")
        is_package = file == "__init__.py"
        inside = f"src/{new[0].replace('.', '/')}{'' if is_package else '.py'}"
        old = os.path.join(source, folder if is_package else path)
        return f"codemod move {shlex.join([old, os.path.join(target, inside)])}"

    def _places(self, seen: Seen) -> Iterator[Place]:
        """Yield the files that are of the kind, and the lines in others."""
        places = [
            Place(one.path, one.position.line)
            for one in seen.repository.traces
            if one.concern in self.concerns
        ]
        for pattern in self.paths:
            places += [Place(path) for path in seen.paths if fnmatchcase(path, pattern)]
        whole = {one.path for one in places if not one.line}
        for one in sorted({*places}):
            if not one.line or one.path not in whole:
                yield one


def _homes(world: World, name: str) -> list[str]:
    """Return where a module went: its new name, or the modules of what is in it."""
    resolution = world.table.resolve(name)
    if isinstance(resolution, Moved):
        return [resolution.new]
    return sorted(
        {
            move.new if move.module else parent(move.new)
            for one in world.migrations
            for move in one.moves
            if is_under(move.old, name)
        }
    )


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
        "paths": (
            # ["/tmp/*"], ["../*"]: nothing of a repository is there.
            list_of(string("pattern", r"^(?!/|(?:.*/)?\.\.(?:/|$))"), "patterns"),
            "Patterns of paths (`*`), from the root of the repository.",
        ),
        "to": (kind.REPOSITORY, "The repository where it belongs."),
    },
    required=("repository",),
    make=FreeOf,
)
