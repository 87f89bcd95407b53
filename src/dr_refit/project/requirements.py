"""The requirements that the manifests of a project declare."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit.manifests.names import canonical
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packaging.requirements import Requirement
    from packaging.version import Version

    from dr_refit.tree.model import Tree


class Declared(NamedTuple):
    """A requirement, and the manifest that has it."""

    path: str
    requirement: Requirement

    def is_for(self, name: str) -> bool:
        """Return whether it asks for a distribution, however its name is spelled."""
        return canonical(self.requirement.name) == canonical(name)

    def is_at_least(self, requirement: str) -> bool:
        """Return whether it asks for no version older than another does."""
        from packaging.requirements import Requirement

        other = Requirement(requirement)
        oldest, needed = map(_oldest, (self.requirement, other))
        return (
            self.is_for(other.name)
            and oldest is not None
            and needed is not None
            and oldest >= needed
        )


class Needed(NamedTuple):
    """What the code of a project needs in the place of a retired distribution."""

    #: PEP 508.
    requirements: frozenset[str] = frozenset()
    #: It needs the old one as well.
    still: bool = False


def _oldest(requirement: Requirement) -> Version | None:
    """Return the lowest version that a requirement lets through, if it has one."""
    from packaging.version import Version

    bounds = (
        Version(one.version.removesuffix(".*"))
        for one in requirement.specifier
        if one.operator in {">=", ">", "==", "~="}
    )
    return max(bounds, default=None)


def declared(tree: Tree, path: str) -> Iterator[Declared]:
    """Yield the requirements of a file, if it is a manifest, but for broken ones."""
    from packaging.requirements import InvalidRequirement, Requirement

    for text in _texts(tree, path):
        try:
            yield Declared(path, Requirement(text))
        except InvalidRequirement:
            continue


def _texts(tree: Tree, path: str) -> Iterable[str]:
    from dr_refit.manifests import pyproject, requirements_txt  # rarely needed

    name = os.path.basename(path)
    if name != "pyproject.toml" and not requirements_txt.is_one(name):
        return ()
    try:
        data = tree.read(path)
        if name == "pyproject.toml":
            return pyproject.requirements_of(pyproject.read(data))
        return requirements_txt.requirements_in(data)
    except (OSError, ValueError, RecursionError):
        return ()
