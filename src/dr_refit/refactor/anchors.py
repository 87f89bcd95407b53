"""Paths that moved modules make from where they are, made right again."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from dr_refit.errors import FileRefused, RefitError
from dr_refit.python import own_paths
from dr_refit.python.edits import apply
from dr_refit.python.source import Source

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable

    from dr_refit.python.own_paths import OwnPath


def read(path: str, data: bytes) -> list[OwnPath]:
    """List the paths that a module makes from its own; none where it is no Python."""
    try:
        return [*own_paths.own_paths(Source(path, data), path)]
    except FileRefused:
        return []


def anchored(path: str, home: str, text: str, home_of: Callable[[str], str]) -> str:
    """Return a module that finds at its new home what it found before.

    `home_of`: where a file or a folder is afterwards. Raises RefitError where one
    place of the code would have to lead to several.
    """
    try:
        source = Source(path, text.encode())
        found = [*own_paths.own_paths(source, path)]
    except FileRefused:
        return text
    folders: dict[ast.expr, str] = {}
    for one in found:
        if one.folder.startswith("..") or one.path.startswith(".."):
            continue
        folder = home_of(one.folder)
        down = posixpath.relpath(one.path or ".", one.folder or ".")
        there = posixpath.normpath(posixpath.join(folder, down))
        if there != (home_of(one.path) or "."):
            line, _ = source.position(source.start(one.anchor))
            what = (
                f"{path}:{line} finds {one.path} by way of {one.folder or 'the root'}"
            )
            raise RefitError(what, "write the path in another way first")
        folders[one.anchor] = folder
    wrong = {
        one.anchor: folders[one.anchor]
        for one in found
        if one.anchor in folders and _leads(one, path, home) != folders[one.anchor]
    }
    edits = sorted(own_paths.moved(source, home, wrong, found))
    for anchor in wrong.keys() if len(edits) < len(wrong) else ():
        if source.start(anchor) not in {edit.start for edit in edits}:
            line, _ = source.position(source.start(anchor))
            what = f"{path}:{line} finds files of its package, which would be another"
            raise RefitError(what, "name the package there first")
    return apply(source.code, edits).decode() if edits else text


def _leads(one: OwnPath, path: str, home: str) -> str:
    """Return where an anchor leads from a new home, as it is written."""
    ups = posixpath.relpath(one.folder or ".", posixpath.dirname(path) or ".")
    there = posixpath.normpath(posixpath.join(posixpath.dirname(home), ups))
    return "" if there == "." else there
