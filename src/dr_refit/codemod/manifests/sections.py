"""The manifests of a project: lists of requirements, and the files they are for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from dr_refit.codemod.manifests.importers import roots_of
from dr_refit.manifests import listings, requirements_txt, script, toml_values
from dr_refit.manifests.names import of_tests
from dr_refit.tree.discover import Exclusions, discover

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.manifests.listings import Listing
    from dr_refit.project.survey import Project
    from dr_refit.settings import Settings

PYPROJECT = "pyproject.toml"
_SUFFIXES = (PYPROJECT, ".txt", ".in")


class Section(NamedTuple):
    """A list of requirements, and the folder, or the script, that it is for."""

    path: str
    scope: str
    listing: Listing

    def covers(self, path: str) -> bool:
        """Return whether a file, by its resolved path, is one it may be for."""
        return path == self.scope or not self.scope or path.startswith(f"{self.scope}/")


def manifests(
    project: Project, settings: Settings, folders: set[str], *, absolute: bool
) -> Iterator[tuple[str, bytes]]:
    """Yield the manifests of the projects that folders are in, and their bytes.

    Their paths are as those of the run: absolute, or relative.
    """
    tree = project.tree
    here = tree.resolve("")
    found = discover(
        tree, roots_of(project, folders), Exclusions.of(settings), _SUFFIXES
    )
    for file in found:
        name = os.path.basename(file.path)
        full = tree.resolve(file.path)
        if name == PYPROJECT or requirements_txt.is_one(full):
            try:
                data = tree.read(file.path)
            except OSError:
                continue
            yield full if absolute else os.path.relpath(full, here), data


def sections(project: Project, path: str, text: str) -> Iterator[Section]:
    """Yield the lists of a file. Raises ValueError, or RecursionError."""
    full = project.tree.resolve(path)
    name = os.path.basename(full)
    folder = os.path.dirname(full)
    if name == PYPROJECT:
        for listing in listings.in_pyproject(text):
            yield Section(path, folder, listing)
    elif requirements_txt.is_one(full):
        if os.path.basename(folder) in requirements_txt.FOLDERS:
            folder = os.path.dirname(folder)
        stem = name.rpartition(".")[0]
        lines = listings.Lines(dev=of_tests(stem), only_limits="constraint" in stem)
        yield Section(path, folder, lines)
    elif script.block(text)[0]:
        toml_values.read(script.block(text)[0])
        yield Section(path, full, script.listing())


def is_of_tests(path: str) -> bool:
    """Return whether a file is for working on a project: a test, or its docs."""
    *folders, name = path.split("/")
    return (
        name in {"conftest.py", "noxfile.py", "setup.py"}
        or name.startswith("test_")
        or name.endswith("_test.py")
        or not {"tests", "test", "docs"}.isdisjoint(folders)
    )
