"""The formats of files; one module and one line here adds a format."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.formats.marimo import MarimoFormat
from dr_refit.codemod.formats.notebook import NotebookFormat
from dr_refit.codemod.formats.python import PythonFormat
from dr_refit.codemod.formats.text import TextFormat
from dr_refit.codes import Code
from dr_refit.errors import FileRefused

if TYPE_CHECKING:
    from dr_refit.codemod.document import Document
    from dr_refit.codemod.formats.model import Format
    from dr_refit.codes import Kind

#: The first that takes a file reads it.
FORMATS: tuple[Format, ...] = (
    MarimoFormat(),
    PythonFormat(),
    NotebookFormat(),
    TextFormat(),
)
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
    return form.read(path, data)


def format_of(path: str, data: bytes) -> Format | None:
    """Return the format that takes a file, if there is one."""
    return next((one for one in FORMATS if one.takes(path, data)), None)


def format_named(path: str) -> Format | None:
    """Return the format that searches the files of such a name, if there is one."""
    for one in FORMATS:
        if path.endswith(one.suffixes):
            return one
    return None
