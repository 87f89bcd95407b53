"""A repository uses distributions: it requires them, and imports what they have."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dr_refit.checks.distributions import brings
from dr_refit.errors import RefitError
from dr_refit.manifests import names
from dr_refit.names import import_name
from dr_refit.plan import kind
from dr_refit.plan.kind import Kind
from dr_refit.plan.verdict import Left, Place, Verdict
from dr_refit.toml import list_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.checks.model import Repository
    from dr_refit.plan.world import World


@dataclass(frozen=True, kw_only=True, slots=True)
class Depends:
    """It requires each of them, and imports its package."""

    repository: str
    on: tuple[str, ...]

    def __post_init__(self) -> None:
        """Raise RefitError where nothing is asked."""
        if not self.on:
            raise RefitError("depends says not on whom", 'name it: on = ["dr-hf"]')

    def measure(self, world: World) -> Verdict:
        """Find out how much of it is true."""
        if unread := world.unread(self.repository):
            return Verdict(left=unread)
        repository = world.seen[self.repository].repository
        left = tuple(one for name in self.on for one in _left(world, repository, name))
        said = f"{self.repository} uses {', '.join(self.on)}"
        return Verdict(said=said, left=left)


def _left(world: World, repository: Repository, name: str) -> Iterator[Left]:
    distribution = names.canonical(name)
    required = [r for r in repository.requirements if r.distribution == distribution]
    imported = [one for one in repository.imports if brings(distribution, one.module)]
    other = world.named(import_name(distribution))
    needs = world.needs(other) if other else ()
    command = ""
    if not required:
        if imported:
            wanted = shlex.quote(_requirement(world, distribution))
            command = world.at(repository.name, f"uv add --project {{}} {wanted}")
        places = [Place(one.path, one.position.line) for one in imported]
        what = (
            "imports it and does not require it" if imported else "does not require it"
        )
    elif not imported:
        places = [Place(one.path, one.position.line) for one in required]
        what = "requires it and imports nothing of it"
    else:
        return
    yield Left(
        why=f"{repository.name} {what}: {name}",
        repository=repository.name,
        places=tuple(dict.fromkeys(places)),
        command=command,
        needs=needs,
    )


def _requirement(world: World, distribution: str) -> str:
    """Return the requirement that brings a distribution, with its versions if known."""
    known = (text for one in world.migrations for text in one.requirements.values())
    matching = (text for text in known if names.distribution(text) == distribution)
    return next(matching, distribution)


DEPENDS = Kind(
    name="depends",
    help="It requires these, and imports them.",
    keys={
        "repository": (kind.REPOSITORY, "Who."),
        "on": (list_of(kind.DISTRIBUTION, "distributions"), "On whom."),
    },
    required=("repository", "on"),
    make=Depends,
)
