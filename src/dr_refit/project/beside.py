"""What Python finds beside a script, or a package, before it looks anywhere else."""

from __future__ import annotations

import os
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from dr_refit.names import prefixes
from dr_refit.project.local import project_root
from dr_refit.python.surface import Surface, module_of
from dr_refit.tree.discover import discover, package_of
from dr_refit.tree.model import ancestors

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dr_refit.tree.model import Tree


def modules_beside(tree: Tree, folder: str, names: Iterable[str]) -> dict[str, str]:
    """Map the modules in a folder to their files, if one of them has such a name."""
    paths = (os.path.join(folder, f"{name}.py") for name in names)
    if not any(tree.kind(path) == "file" for path in paths):
        return {}
    return {
        entry.name.removesuffix(".py"): os.path.join(folder, entry.name)
        for entry in tree.scan(folder)
        if entry.name.endswith(".py")
    }


def top_of(tree: Tree, folder: str) -> str:
    """Return the folder in which Python finds the package that a folder is, or is in.

    What is no package is found where it stands.
    """
    package = package_of(tree, folder)
    if not package:
        return folder
    top = next(islice(ancestors(tree, folder), package.count(".") + 1, None))
    source = os.path.join(project_root(tree, top), "src")
    if top.startswith(f"{source}/"):
        # src/namespace/package
        top = source
    path = os.path.relpath(top or ".", tree.resolve("") or ".")
    return "" if path == "." else path


def hidden_beside(
    tree: Tree, folder: str, homes: Mapping[str, Sequence[str]]
) -> dict[str, str]:
    """Map names that code in a folder could not import to the file that hides them.

    `homes`: top-level package -> names in it.
    """
    hidden: dict[str, str] = {}
    for package, names in homes.items():
        inside = os.path.join(folder, package)
        init = os.path.join(inside, "__init__.py")
        if tree.kind(init) == "file":
            path, surface = init, surface_of(tree, inside)
        elif tree.kind(path := f"{inside}.py") == "file":
            surface = Surface({package: partial(tree.read, path)}, trusting=True)
        else:
            continue
        hidden |= {name: path for name in names if _is_hidden(surface, name)}
    return hidden


def _is_hidden(surface: Surface, name: str) -> bool:
    """Return whether a package has no such name, and no other may have it."""
    above = [*prefixes(surface.nearest(name))]
    return not (surface.reaches(name) or all(map(surface.is_open, above)))


def surface_of(tree: Tree, folder: str) -> Surface:
    """Return the names of the package that a folder is."""
    above = os.path.dirname(folder)
    modules = {
        module_of(os.path.relpath(file.path, above or ".")): partial(
            tree.read, file.path
        )
        for file in discover(tree, [folder])
        if file.path.endswith(".py")
    }
    return Surface(modules, trusting=True)
