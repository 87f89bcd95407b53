"""What `codemod move` moves, and to where: its paths, read."""

from __future__ import annotations

import os

from dr_refit.errors import RefitError
from dr_refit.records import NamedTuple


class Ends(NamedTuple):
    """What moves from one repository to one, which may be the same."""

    #: The roots of the repositories.
    source: str
    target: str
    #: The path of each module in the one, and in the other.
    pairs: list[tuple[str, str]]
    #: The definitions that move alone, of the only pair; none: whole modules do.
    names: list[str]


def read(paths: tuple[str, ...]) -> Ends:
    """Read pairs of SOURCE TARGET, or several SOURCE and one folder."""
    paths = _into_folder(paths)
    if "::" not in paths[-1] and paths[1:] and all("::" in path for path in paths[:-1]):
        # a.py::f a.py::g b.py
        paths = tuple(one for path in paths[:-1] for one in (path, paths[-1]))
    if len(paths) % 2:
        what = f"{paths[-1]} has no target"
        raise RefitError(what, "write SOURCE TARGET, in pairs")
    names = [path.partition("::")[2] for path in paths[::2]]
    if not all(path.partition("::")[0] for path in paths):
        raise RefitError("a path is empty", "write SOURCE TARGET, in pairs")
    if bare := next((path for path in paths if path.endswith("::")), ""):
        raise RefitError(f"{bare} names no definition", "write FILE.py::NAME")
    if named := next((path for path in paths[1::2] if "::" in path), ""):
        what = f"{named} names a definition, which keeps its name"
        raise RefitError(what, f"write {named.partition('::')[0]}")
    files = [path.partition("::")[0] for path in paths[::2]]
    if missing := next((path for path in files if not os.path.lexists(path)), ""):
        raise RefitError(f"{missing}: no such file or folder", "check the spelling")
    sources = [*map(_located, files)]
    targets = [*map(_located, paths[1::2])]
    for ends in (sources, targets):
        if folders := [folder for folder, _ in ends if folder != ends[0][0]]:
            what = f"{ends[0][0]} and {folders[0]} are two repositories"
            raise RefitError(what, "move from one to one at a time")
    pairs = [(old, new) for (_, old), (_, new) in zip(sources, targets, strict=True)]
    if any(names) and (len({*pairs}) > 1 or not all(names)):
        what = "single definitions move from one module to one other"
        raise RefitError(what, "move the others, or the whole module, by themselves")
    names = [*dict.fromkeys(names)] if any(names) else []
    return Ends(sources[0][0], targets[0][0], pairs, names)


def _into_folder(paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return pairs, where several modules go to one folder: a.py b.py pkg/."""
    *sources, folder = paths
    if not sources[1:] or not (folder.endswith("/") or os.path.isdir(folder)):
        return paths
    if any("::" in one or not os.path.exists(one) for one in sources):
        return paths
    targets = sources[1::2]
    if len(paths) % 2 == 0 and all(map(os.path.isdir, targets)):
        what = f"{targets[0]} may be a target, or go to {folder} as well"
        raise RefitError(what, "write each target with the name that is new")
    return tuple(
        word
        for one in sources
        for word in (one, os.path.join(folder, os.path.basename(one.rstrip("/"))))
    )


def _located(path: str) -> tuple[str, str]:
    """Return the root of the repository that a path is in, and the path from there."""
    full = os.path.abspath(path)
    for marks in ((".git",), ("pyproject.toml", "setup.py", "setup.cfg")):
        folder = full
        while (above := os.path.dirname(folder)) != folder:
            folder = above
            if any(os.path.exists(os.path.join(folder, mark)) for mark in marks):
                slash = "/" * path.endswith("/")
                return os.path.relpath(folder), os.path.relpath(full, folder) + slash
    if os.path.relpath(path).startswith(".."):
        hint = "name a place in a repository of git, or below a pyproject.toml"
        raise RefitError(f"{path} is in no repository", hint)
    return ".", os.path.relpath(path)
