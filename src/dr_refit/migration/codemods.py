"""LibCST codemods: Python files with a function for each name that is called.

`CODEMODS = {"a.b.f": function}` says which; `STATEMENTS` likewise, of functions for the
whole statement. They are read here, and run nowhere but where such a name was found.
"""

from __future__ import annotations

import ast
import os
from typing import TYPE_CHECKING, Final

from dr_refit import files
from dr_refit.errors import RefitError
from dr_refit.migration.model import Migration
from dr_refit.migration.moves import dotted
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: What the table of a file is called: functions for calls, and for statements.
CALLS: Final = "CODEMODS"
STATEMENTS: Final = "STATEMENTS"

_HINT = 'write CODEMODS = {"a.b.f": function} in it'


class Codemod(NamedTuple):
    """Where a codemod is."""

    path: str
    #: The name of its table.
    kind: str


def load_codemods(path: str) -> Migration:
    """Return a migration of a file's codemods. Raises RefitError: there are none."""
    return Migration(id=os.path.basename(path), codemods=read_codemods(path))


def read_codemods(path: str) -> Mapping[str, Codemod]:
    """Map the names that a file has codemods for to them. Raises: likewise."""
    try:
        tree = ast.parse(files.read(path))
    except OSError as error:
        raise RefitError(f"{path}: {error.strerror}", "name a readable file") from None
    except SyntaxError as error:
        what = f"{path}:{error.lineno}: {error.msg}"
        raise RefitError(what, "name a file of Python") from None
    except ValueError as error:
        raise RefitError(f"{path}: {error}", "name a file of Python") from None
    found: dict[str, Codemod] = {}
    for node in tree.body:
        match node:
            case (
                ast.Assign(targets=[ast.Name(kind)], value=table)
                | ast.AnnAssign(target=ast.Name(kind), value=table)
            ) if kind in {CALLS, STATEMENTS}:
                for name, line in _names(table, path, node.lineno):
                    if name in found:
                        what = f"{path}:{line}: {name} is listed twice"
                        raise RefitError(what, "join the two")
                    found[name] = Codemod(path, kind)
    if not found:
        raise RefitError(f"{path} has no codemods", _HINT)
    return found


def _names(table: ast.expr | None, path: str, line: int) -> Iterator[tuple[str, int]]:
    if not isinstance(table, ast.Dict):
        raise RefitError(f"{path}:{line}: no dict of functions", _HINT)
    for key in table.keys:
        if not (isinstance(key, ast.Constant) and isinstance(key.value, str)):
            at = key.lineno if key else line
            raise RefitError(f"{path}:{at}: a key that is no dotted name", _HINT)
        try:
            yield dotted(key.value), key.lineno
        except RefitError as error:
            what = f"{path}:{key.lineno}: {error.message}"
            raise RefitError(what, error.hint) from None
