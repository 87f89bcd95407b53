"""The formats of files; one module and one line here adds a format."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from dr_refit.codemod.formats.marimo import MarimoFormat
from dr_refit.codemod.formats.notebook import NotebookFormat
from dr_refit.codemod.formats.pages import PageFormat
from dr_refit.codemod.formats.python import PythonFormat
from dr_refit.codemod.formats.scripts import ScriptFormat
from dr_refit.codemod.formats.text import TextFormat
from dr_refit.codemod.formats.values import ValuesFormat
from dr_refit.codes import Code
from dr_refit.errors import FileRefused
from dr_refit.tree.discover import discover
from dr_refit.tree.scripts import is_bare, is_script

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dr_refit.codemod.document import Document, Fragment
    from dr_refit.codemod.formats.model import Format
    from dr_refit.codes import Kind
    from dr_refit.settings import Settings
    from dr_refit.tree.discover import Exclusions, File
    from dr_refit.tree.model import Tree

#: The first that takes a file reads it.
FORMATS: tuple[Format, ...] = (
    MarimoFormat(),
    PythonFormat(),
    NotebookFormat(),
    TextFormat(),
    PageFormat(),
    ScriptFormat(),
    ValuesFormat(),
)
#: How the name of a file ends -> the formats that may take it.
_BY_SUFFIX = {
    suffix: [one for one in FORMATS if suffix in one.suffixes]
    for form in FORMATS
    for suffix in form.suffixes
}
NOT_PYTHON = "not a Python file: not looked at"


def suffixes(kinds: frozenset[Kind]) -> tuple[str, ...]:
    """Return how the names of the files end in which something may be of the kinds."""
    wanted = [one for one in FORMATS if one.kind is None or one.kind in kinds]
    return tuple(dict.fromkeys(end for one in wanted for end in one.suffixes))


#: How the names of the files end that programs run.
SUFFIXES = suffixes(frozenset(["imports", "notebooks"]))


def read(path: str, data: bytes) -> Document:
    """Read a file in its format; FileRefused where there is none, or it is broken."""
    form = format_of(path, data)
    if form is None:
        raise FileRefused(Code.NOT_PYTHON, NOT_PYTHON)
    document = form.read(path, data)
    if not document.shells:
        return document
    from dr_refit.codemod.formats.shells import given

    # zsh -c "python -c 'import a'"    is Python in the text around it
    inner = [
        one
        for shell in document.shells
        for one in given(shell)
        if not any(_is_in(other, one) for other in document.nested)
    ]
    return replace(document, shells=(*document.shells, *inner))


def _is_in(inner: Fragment, outer: Fragment) -> bool:
    """Return whether both are in the same text, and one of them in the other."""
    start = inner.segments[0].data.start
    return inner.within is outer.within and start in outer.segments[0].data


def format_of(path: str, data: bytes) -> Format | None:
    """Return the format that takes a file, if there is one."""
    if is_bare(path):
        return PythonFormat() if is_script(data) else None
    forms = _BY_SUFFIX.get(path[path.rfind(".") :], ())
    return next((one for one in forms if one.takes(path, data)), None)


def format_named(path: str) -> Format | None:
    """Return the format that searches the files of such a name, if there is one."""
    if is_bare(path):
        return PythonFormat()
    # Of those that share a suffix, all search alike: the last asks for no content.
    forms = _BY_SUFFIX.get(path[path.rfind(".") :], ())
    return next((one for one in reversed(forms) if one.takes(path, b"")), None)


def is_code(path: str) -> bool:
    """Return whether what is at a path is run, and not only read."""
    return path.endswith(SUFFIXES) or is_bare(path)


def plain(path: str, data: bytes) -> bytes:
    """Return the code of a file, and perhaps more, to be searched for names."""
    form = format_named(path)
    return form.plain(data) if form else data


def files_for(
    tree: Tree,
    paths: Sequence[str],
    exclusions: Exclusions,
    settings: Settings,
    own: Collection[str] = (),
) -> list[File]:
    """Return the files under paths, and those that are paths, for the kinds of a run.

    `own`: those of the run itself, its migrations and its report: they name what moved.
    """
    named = (os.path.join(settings.root, one) for one in settings.migrations)
    apart = {tree.resolve(one) for one in (*named, *own) if one}
    ends = suffixes(settings.kinds)
    return [
        one
        for one in discover(tree, paths, exclusions, ends, scripts=True)
        # What has another name was named itself, as was perhaps a link to it.
        if one.path in paths
        or not one.path.endswith(ends)
        or (format_named(one.path) and not (apart and tree.resolve(one.path) in apart))
    ]
