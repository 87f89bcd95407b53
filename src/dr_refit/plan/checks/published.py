"""A distribution is published, or all that require it say where it comes from."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from dr_refit.errors import RefitError
from dr_refit.manifests import pyproject
from dr_refit.manifests.names import canonical
from dr_refit.names import import_name
from dr_refit.plan import kind
from dr_refit.plan.kind import Kind
from dr_refit.plan.verdict import Left, Need, Place, Verdict
from dr_refit.records import NamedTuple
from dr_refit.toml import string

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.checks.model import Requirement
    from dr_refit.plan.world import World


class _Required(NamedTuple):
    repository: str
    place: Place
    #: It says itself where the distribution comes from.
    has_source: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """There is a version that is wanted, or a source wherever it is required."""

    distribution: str
    version: str = ""

    def __post_init__(self) -> None:
        """Raise RefitError where no version is meant."""
        try:
            SpecifierSet(self.version)
        except InvalidSpecifier:
            what = f"{self.version} is no version specifier"
            raise RefitError(what, "such as >=0.1,<0.2") from None

    def measure(self, world: World) -> Verdict:
        """Find out how much of it is true."""
        name = canonical(self.distribution)
        required = [*_required(world, name)]
        bare = [one for one in required if not one.has_source]
        if required and not bare:
            return Verdict(said=f"{name} has a source wherever it is required")
        if world.stock is None:
            left = Left(
                why=f"whether {name} is published",
                measured=False,
                command=world.how("plan", "--registry"),
            )
            return Verdict(left=(left,))
        released = world.stock.versions(name)
        wanted = [one for one in released if self._is_wanted(str(one))]
        if wanted:
            return Verdict(said=f"{name} is published: {wanted[-1]}")
        where = world.named(import_name(name))
        known = f"there is {released[-1]}" if released else "no version of it is"
        left = Left(
            why=f"{name}{self.version} is not published: {known}",
            repository=where,
            places=tuple(one.place for one in bare if one.repository == where),
            command=world.at(where, "uv build {0} && uv publish {0}/dist/*")
            if where
            else "",
            gives=published(name),
            needs=(*(world.needs(where) if where else ()), *_needs(world, where)),
        )
        return Verdict(left=(left,))

    def _is_wanted(self, version: str) -> bool:
        return SpecifierSet(self.version).contains(version, prereleases=True)


def published(name: str) -> str:
    """Return the token of a distribution that is published."""
    return f"{name} published"


def _required(world: World, name: str) -> Iterator[_Required]:
    for repository, seen in world.seen.items():
        for one in seen.repository.requirements:
            if one.distribution == name:
                place = Place(one.path, one.position.line)
                sourced = "@" in one.text or name in _sources(world, repository, one)
                yield _Required(repository, place, sourced)


def _sources(world: World, repository: str, one: Requirement) -> set[str]:
    """Return the distributions that uv takes from elsewhere, as others can, too."""
    path = os.path.join(os.path.dirname(one.path), "pyproject.toml")
    try:
        content = pyproject.read(world.seen[repository].files.read(path))
    except (OSError, ValueError, RecursionError):
        return set()
    table = pyproject.table
    sources = table(table(table(content, "tool"), "uv"), "sources")
    return {canonical(name) for name, source in sources.items() if _is_shared(source)}


def _is_shared(source: Any) -> bool:
    """Return whether a source is no folder of somebody's machine."""
    sources = source if isinstance(source, list) else [source]
    paths = [one.get("path") for one in sources if isinstance(one, dict)]
    return not any(
        isinstance(path, str) and path.startswith(("..", "/")) for path in paths
    )


def _needs(world: World, where: str) -> Iterator[Need]:
    """Yield the distributions of the family that it requires, and are not there."""
    if where not in world.seen or world.stock is None:
        return
    for one in world.seen[where].repository.requirements:
        if one.dev or "@" in one.text or not world.named(import_name(one.distribution)):
            continue
        if not world.stock.versions(one.distribution):
            why = f"{one.distribution} is not published: {one.path}:{one.position.line}"
            yield Need(tokens=(published(one.distribution),), why=why)


PUBLISHED = Kind(
    name="published",
    help="The package registry has it, or it has a source wherever it is required.",
    keys={
        "distribution": (kind.DISTRIBUTION, "Its name there."),
        "version": (
            string("version specifier"),
            "The versions that count, such as >=0.1,<0.2.",
        ),
    },
    required=("distribution",),
    make=Published,
)
