"""The manifests of a project: lists of requirements, and the files they are for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit.codemod.manifests.importers import is_below, roots_of
from dr_refit.manifests import listings, requirements_txt, script, toml_values
from dr_refit.manifests.names import of_tests
from dr_refit.project.local import project_root
from dr_refit.records import NamedTuple
from dr_refit.tree.discover import Exclusions, discover

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dr_refit.manifests.listings import Listing
    from dr_refit.project.survey import Project
    from dr_refit.settings import Settings

PYPROJECT = "pyproject.toml"
HATCH = "hatch.toml"
_LISTS = {
    PYPROJECT: listings.in_pyproject,
    HATCH: listings.in_hatch,
    "uv.toml": listings.in_uv,
}
_SUFFIXES = (*_LISTS, ".txt", ".in")


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
    roots = roots_of(project, folders)
    found = discover(tree, roots, Exclusions.of(settings), _SUFFIXES)
    every = [tree.resolve(file.path) for file in found]
    todo = [
        full
        for full in every
        if os.path.basename(full) in _LISTS or requirements_txt.is_one(full)
    ]
    seen: set[str] = set()
    for full in todo:
        path = full if absolute else os.path.relpath(full, here)
        if full in seen:
            continue
        seen.add(full)
        try:
            data = tree.read(path)
        except OSError:
            continue
        yield path, data
        if os.path.basename(full) not in _LISTS:
            # -r deps/base.txt
            folder = os.path.dirname(full)
            for one in requirements_txt.includes(data.decode("utf-8", "replace")):
                included = os.path.normpath(os.path.join(folder, one))
                if any(is_below(included, root) for root in roots):
                    todo.append(included)


def sections(project: Project, path: str, text: str) -> Iterator[Section]:
    """Yield the lists of a file. Raises ValueError, or RecursionError."""
    full = project.tree.resolve(path)
    name = os.path.basename(full)
    folder = os.path.dirname(full)
    if name in _LISTS:
        for listing in _LISTS[name](text):
            yield Section(path, folder, listing)
    elif full.endswith(".py"):
        toml_values.read(script.block(text)[0])
        yield Section(path, full, script.listing())
    else:
        if os.path.basename(folder) in requirements_txt.FOLDERS:
            folder = os.path.dirname(folder)
        elif not requirements_txt.is_one(full):
            # It is included by another one.
            folder = project_root(project.tree, folder)
        stem = name.rpartition(".")[0]
        lines = listings.Lines(dev=of_tests(stem), only_limits="constraint" in stem)
        yield Section(path, folder, lines)


def widened(section: Section, project: Project, importing: Iterable[str]) -> Section:
    """Return a requirements file as one of its whole project, if it has to be.

    That is where nothing in its folder imports what matters: docker/requirements.txt.
    """
    name = os.path.basename(section.path)
    is_other = name in _LISTS or name.endswith(".py")
    if is_other or any(map(section.covers, importing)):
        return section
    return section._replace(scope=project_root(project.tree, section.scope))


def is_of_tests(path: str) -> bool:
    """Return whether a file is for working on a project: a test, or its docs."""
    *folders, name = path.split("/")
    return (
        name in {"conftest.py", "noxfile.py", "setup.py"}
        or name.startswith("test_")
        or name.endswith("_test.py")
        or not {"tests", "test", "docs"}.isdisjoint(folders)
    )
