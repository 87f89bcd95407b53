"""Where a module is, and where it is to be: a path, and a dotted name."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit.errors import RefitError
from dr_refit.migration.moves import dotted
from dr_refit.records import NamedTuple
from dr_refit.tree.discover import package_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.tree.model import Tree

_INIT = "__init__.py"
_PROJECT = ("pyproject.toml", "setup.py", "setup.cfg")


class Place(NamedTuple):
    """A module or a package of a repository, which need not be there."""

    #: From the root of the repository.
    path: str
    #: Its dotted name.
    module: str
    #: The folder that its dotted name starts in: empty, or with a slash at its end.
    base: str

    @property
    def stem(self) -> str:
        """Its path, without a suffix."""
        return self.path.removesuffix(".py")

    @property
    def is_file(self) -> bool:
        """Whether it is one file."""
        return self.path.endswith(".py")

    def shorter(self, new: Place) -> dict[str, str]:
        """Map the names under which scripts beside it import it to those from then on.

        Python looks where a script is, and pytest where a test is: `import helpers`.
        """
        parts = self.stem.split("/")
        found = {}
        for at in range(len(parts)):
            base, name = "/".join([*parts[:at], ""]), ".".join(parts[at:])
            if not new.stem.startswith(base):
                found[name] = new.module
            else:
                found[name] = new.stem.removeprefix(base).replace("/", ".")
        return {name: home for name, home in found.items() if name != self.module}

    def holds(self, path: str) -> bool:
        """Return whether a file is the module, or in the package."""
        return path == self.path or path.startswith(f"{self.path}/")


def place(tree: Tree, path: str) -> Place:
    """Return what a path is in Python. Raises RefitError: no module can be there."""
    stem = path.removesuffix(".py")
    folder = _above(tree, path)
    if folder and tree.kind(folder) != "folder":
        raise RefitError(f"{folder} is no folder", "choose another home")
    if "." in os.path.basename(stem).strip("."):
        what = f"{path} is no module: no import can name it"
        raise RefitError(what, "leave the dot in its name out")
    base = _base(tree, path)
    name = stem.removeprefix(base).replace("/", ".")
    try:
        return Place(path, dotted(name), base)
    except RefitError as error:
        raise RefitError(f"{path} is no module: {error.message}", error.hint) from None


def source(tree: Tree, path: str) -> Place:
    """Return the module that is at a path. Raises RefitError: there is none."""
    kind = tree.kind(path)
    if kind is None:
        raise RefitError(f"{path}: no such file or folder", "check the spelling")
    above, name = os.path.split(path)
    if dict(tree.scan(above)).get(name) == "other":
        raise RefitError(f"{path} is a link", "name what it leads to")
    hint = "name a .py file, or the folder of a package"
    if os.path.basename(path) in {_INIT, "__main__.py", "conftest.py"}:
        what = f"{path} is no module that can be by itself"
        raise RefitError(what, "name the folder of the package")
    if kind == "folder":
        is_root = _base(tree, f"{path}/x.py") == f"{path}/"
        if not path or is_root or not any(_names(tree, path)):
            raise RefitError(f"{path or 'the repository'} is no package", hint)
    elif not path.endswith(".py"):
        raise RefitError(f"{path} is no module", hint)
    return place(tree, path)


def _names(tree: Tree, folder: str) -> Iterator[str]:
    """Yield the modules and packages that are right in a folder."""
    for name, kind in tree.scan(folder):
        if kind == "folder":
            if next(_names(tree, f"{folder}/{name}"), None):
                yield name
        elif name.endswith((".py", ".pyi")):
            yield name


def home(tree: Tree, path: str, old: Place) -> Place:
    """Return where a module is to be. Raises RefitError: it cannot be there."""
    if old.is_file and (path.endswith("/") or tree.kind(path) == "folder"):
        path = os.path.join(path, os.path.basename(old.path))
    path = path.rstrip("/")
    stem = path.removesuffix(".py")
    if taken := next((one for one in (stem, f"{stem}.py") if tree.kind(one)), ""):
        hint = "" if old.is_file else f"write {path}/{os.path.basename(old.path)}, or "
        raise RefitError(f"{taken} is there already", f"{hint}choose another name")
    if old.is_file and not path.endswith(".py"):
        raise RefitError(f"{path} is no .py file", f"write {path}.py")
    if not old.is_file and path.endswith(".py"):
        raise RefitError(f"{path} is no folder, and {old.path} one", f"write {stem}")
    return place(tree, path)


def new_packages(tree: Tree, new: Place, *, regular: bool) -> Iterator[str]:
    """Yield the `__init__.py` files that are missing around a module.

    `regular`: where it comes from, packages have them.
    """
    folder = os.path.dirname(new.path)
    while folder and f"{folder}/" != new.base and tree.kind(folder) is None:
        above = os.path.dirname(folder)
        if regular or package_of(tree, above):
            yield f"{folder}/{_INIT}"
        folder = above


def _base(tree: Tree, path: str) -> str:
    """Return the folder in which the dotted name of a path starts."""
    folder = _above(tree, path)
    package = package_of(tree, folder) if folder else ""
    if package:
        return f"{folder}/".removesuffix(package.replace(".", "/") + "/")
    while folder:
        if folder.rpartition("/")[2] == "src":
            return f"{folder}/"
        if any(tree.kind(f"{folder}/{name}") for name in _PROJECT):
            return f"{folder}/"
        folder = os.path.dirname(folder)
    return "src/" if path.startswith("src/") else ""


def _above(tree: Tree, path: str) -> str:
    """Return the nearest that is there of all that a path is in."""
    folder = os.path.dirname(path)
    while folder and tree.kind(folder) is None:
        folder = os.path.dirname(folder)
    return folder
