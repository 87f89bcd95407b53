"""Paths that moved modules make from where they are, made right again."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from dr_refit.errors import FileRefused, RefitError
from dr_refit.python import own_paths
from dr_refit.python.edits import Edit, apply
from dr_refit.python.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from dr_refit.python.own_paths import OwnPath, Part


def read(path: str, data: bytes) -> list[OwnPath]:
    """List the paths that a module makes from its own; none where it is no Python."""
    try:
        return [*own_paths.own_paths(Source(path, data), path)]
    except FileRefused:
        return []


def anchored(path: str, home: str, text: str, home_of: Callable[[str], str]) -> str:
    """Return a module that finds at its new home what it found before.

    `home_of`: where a file or a folder is afterwards. Raises RefitError where the code
    cannot say that.
    """
    try:
        source = Source(path, text.encode())
        found = [*own_paths.own_paths(source, path)]
    except FileRefused:
        return text
    found = [o for o in found if not (o.folder[:2] == ".." or o.path[:2] == "..")]
    folders = {one.anchor: home_of(one.folder) for one in found}
    wrong = {
        one.anchor: folders[one.anchor]
        for one in found
        if _leads(one, path, home) != folders[one.anchor]
    }
    edits = [*own_paths.moved(source, home, wrong, found)]
    for anchor in wrong.keys() if len(edits) < len(wrong) else ():
        if source.start(anchor) not in {edit.start for edit in edits}:
            line = source.position(source.start(anchor)).line
            what = f"{path}:{line} finds files of its package, which would be another"
            raise RefitError(what, "name the package there first")
    down = {part.literal: part for one in found for part in one.parts}
    edits += (
        Edit(source.start(literal), source.end(literal), new.encode())
        for literal, part in down.items()
        if (new := _led(part, home_of))
    )
    return apply(source.code, sorted(edits)).decode() if edits else text


def _led(part: Part, home_of: Callable[[str], str]) -> str:
    """Return a literal that leads where a file is then; empty: it does so already."""
    folder, there = home_of(part.folder), home_of(part.path)
    if posixpath.normpath(posixpath.join(folder, part.text)) == (there or "."):
        return ""
    return own_paths.repr_of(posixpath.relpath(there or ".", folder or "."))


def _leads(one: OwnPath, path: str, home: str) -> str:
    """Return where an anchor leads from a new home, as it is written."""
    ups = posixpath.relpath(one.folder or ".", posixpath.dirname(path) or ".")
    there = posixpath.normpath(posixpath.join(posixpath.dirname(home), ups))
    return "" if there == "." else there
