"""Nothing imports a package, or a module of it, and nothing requires it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dr_refit.manifests.names import canonical
from dr_refit.migration.resolution import Moved
from dr_refit.names import is_under, parent, prefixes, root
from dr_refit.plan import kind
from dr_refit.plan.kind import Kind
from dr_refit.plan.verdict import Left, Need, Place, Verdict
from dr_refit.plural import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.checks.model import Import, Repository
    from dr_refit.plan.world import World


@dataclass(frozen=True, kw_only=True, slots=True)
class NoImport:
    """No repository but its own imports it; of a whole package, none requires it."""

    package: str
    repositories: tuple[str, ...] = ()

    def measure(self, world: World) -> Verdict:
        """Find out how much of it is true."""
        names = self.repositories or tuple(world.repos)
        left: list[Left] = []
        looked_at = 0
        for name in names:
            if world.is_absent(name) and not self.repositories:
                # What is not made yet imports nothing.
                continue
            if unread := world.unread(name):
                left += unread
                continue
            repository = world.seen[name].repository
            if root(self.package) in repository.packages:
                continue
            looked_at += 1
            left += self._left(world, repository)
            left += self._hidden(world, repository)
        total = counted(looked_at, "repository", "repositories")
        return Verdict(said=f"no import of {self.package} in {total}", left=tuple(left))

    def _left(self, world: World, repository: Repository) -> Iterator[Left]:
        found = [one for one in repository.imports if reaches(one, self.package)]
        places = [Place(one.path, one.position.line) for one in found]
        what = f"{repository.name} imports {self.package}"
        if not found:
            what = f"{repository.name} requires {self.package}"
        if "." not in self.package:
            places += [
                Place(one.path, one.position.line)
                for one in repository.requirements
                if one.distribution == self._distribution(world)
            ]
        if places:
            ids = [
                one.id for one in world.migrations if root(self.package) in one.roots
            ]
            command = world.how("migrate", *ids, "--repos", repository.name)
            yield Left(
                why=what,
                repository=repository.name,
                places=tuple(dict.fromkeys(places)),
                command=command if ids else "",
                gives=f"no import of {self.package} in {repository.name}",
                needs=tuple(dict.fromkeys(_homes(world, found))),
            )

    def _hidden(self, world: World, repository: Repository) -> Iterator[Left]:
        """Yield what names it in files that could not be read."""
        broken = {one.path for one in repository.unread}
        named = world.grep(repository.name, root(self.package)) if broken else ()
        if places := tuple(one for one in named if one.path in broken):
            yield Left(
                why=f"whether {repository.name} imports {self.package}: Python cannot"
                " parse the file",
                repository=repository.name,
                places=places,
                measured=False,
            )

    def _distribution(self, world: World) -> str:
        for one in world.migrations:
            if self.package in one.roots and one.distribution:
                return one.distribution
        return canonical(self.package)


def reaches(one: Import, package: str) -> bool:
    """Return whether an import has a module, or may have it."""
    if is_under(one.dotted, package) or is_under(one.module, package):
        return True
    # import a; from a import *: who knows whether that takes a.b?
    return one.name in {"", "*"} and is_under(package, one.module)


def _homes(world: World, imports: list[Import]) -> Iterator[Need]:
    """Yield what the imports need of the repositories to which their names moved."""
    for one in imports:
        resolution = world.table.resolve(one.dotted)
        if not isinstance(resolution, Moved):
            continue
        new = resolution.new
        whole = resolution.move.module and resolution.old == one.dotted
        module = new if whole or one.name in {"", "*"} else parent(new)
        if name := world.named(root(new)):
            yield from world.needs(name)
            if not world.has(module):
                tokens = tuple(map(moved, prefixes(one.dotted)))
                yield Need(tokens=tokens, why=f"{name} has no {module} yet")


def moved(module: str) -> str:
    """Return the token of a module that is in its new home."""
    return f"{module} moved"


NO_IMPORT = Kind(
    name="no-import",
    help="Nothing imports it but its own repository.",
    keys={
        "package": (kind.MODULE, "A package, or a module of one."),
        "repositories": (kind.REPOSITORIES, "Where to look (default: everywhere)."),
    },
    required=("package",),
    make=NoImport,
)
