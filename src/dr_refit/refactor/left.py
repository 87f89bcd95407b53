"""Imports that would find nothing: they name what moved, under its old name."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from dr_refit.codemod.formats import SUFFIXES, read
from dr_refit.errors import FileRefused, RefitError
from dr_refit.names import is_under, leaf, root
from dr_refit.python.imports import ImportContext, read_imports
from dr_refit.tree.discover import package_of

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from dr_refit.refactor.places import Place
    from dr_refit.tree.discover import File
    from dr_refit.tree.model import Tree

#: So many are listed.
_MOST = 5


def check(
    files: Iterable[File],
    content: Callable[[str], bytes],
    word: str,
    is_left: Callable[[str], bool],
    covered: Collection[str] = (),
) -> None:
    """Raise RefitError where files go on importing what is not there any more.

    `files` have the names that they have afterwards; `word`: what stands in all that
    name it; `is_left`: whether a dotted name is of that; `covered`: modules that their
    packages cover by other names.
    """
    found = [
        f"{file.path}:{line} ({name})"
        for file in files
        if file.path.endswith(SUFFIXES)
        for name, line in imported(file, content(file.path), word, covered)
        if is_left(name)
    ]
    if found:
        listed = ", ".join(found[:_MOST]) + (", ..." if found[_MOST:] else "")
        what = f"these imports would find nothing: {listed}"
        raise RefitError(what, "rewrite them by hand first")


def imported(
    file: File, data: bytes, word: str = "", covered: Collection[str] = ()
) -> Iterator[tuple[str, int]]:
    """Yield the dotted names that a file imports, each with its line."""
    if word.encode() not in data:
        return
    try:
        document = read(file.path, data)
    except FileRefused:
        return
    for fragment in document.fragments:
        source = fragment.source
        context = ImportContext.of(file.package, file.module, covered)
        try:
            aliases = read_imports(source, context)
        except FileRefused:
            continue
        for alias in aliases:
            line = source.position(source.start(alias.statement)).line
            yield alias.target, line


def shorter_names(
    tree: Tree, files: Sequence[File], old: Place, new: Place
) -> dict[str, str]:
    """Map the shorter names by which files import a module to those from then on."""
    if package_of(tree, old.path.rpartition("/")[0]):
        return {}
    shorter = old.shorter(new)
    taken = {
        name
        for file in files
        if file.path.endswith(SUFFIXES)
        for dotted, _ in imported(file, tree.read(file.path), leaf(old.module))
        for name in shorter
        if is_under(dotted, name)
    }
    known = {root(file.module) for file in files if file.module}
    known |= sys.stdlib_module_names
    return {
        name: shorter[name]
        for name in sorted(taken)
        if root(name) not in known and name != shorter[name]
    }
