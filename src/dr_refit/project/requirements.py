"""The requirements that the manifests of a project declare."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from dr_refit.manifests import pyproject, requirements_txt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packaging.requirements import Requirement

    from dr_refit.tree.model import Tree


class Declared(NamedTuple):
    """A requirement, and the manifest that has it."""

    path: str
    requirement: Requirement


def declared(tree: Tree, path: str) -> Iterator[Declared]:
    """Yield the requirements of a file, if it is a manifest, but for broken ones."""
    from packaging.requirements import InvalidRequirement, Requirement

    for text in _texts(tree, path):
        try:
            yield Declared(path, Requirement(text))
        except InvalidRequirement:
            continue


def _texts(tree: Tree, path: str) -> Iterable[str]:
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
