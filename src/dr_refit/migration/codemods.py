"""LibCST codemods: Python files with a function for each name that is called.

`CODEMODS = {"a.b.f": function}` says which. It is read here, and run nowhere but where
a call of such a name was found.
"""

from __future__ import annotations

import ast
import os
from typing import TYPE_CHECKING

from dr_refit import files
from dr_refit.errors import RefitError
from dr_refit.migration.model import Migration
from dr_refit.migration.moves import dotted

if TYPE_CHECKING:
    from collections.abc import Mapping

_HINT = 'write CODEMODS = {"a.b.f": function} in it'


def load_codemods(path: str) -> Migration:
    """Return a migration of a file's codemods. Raises RefitError: there are none."""
    return Migration(id=os.path.basename(path), codemods=read_codemods(path))


def read_codemods(path: str) -> Mapping[str, str]:
    """Map the names that a file has codemods for to the file. Raises: likewise."""
    try:
        tree = ast.parse(files.read(path))
    except OSError as error:
        raise RefitError(f"{path}: {error.strerror}", "name a readable file") from None
    except (SyntaxError, ValueError) as error:
        raise RefitError(f"{path}: {error}", "name a file of Python") from None
    for node in tree.body:
        match node:
            case ast.Assign(targets=[ast.Name("CODEMODS")], value=ast.Dict(keys=keys)):
                texts = [k.value for k in keys if isinstance(k, ast.Constant)]
                if texts and len(texts) == len(keys):
                    return {dotted(str(text)): path for text in texts}
    raise RefitError(f"{path} has no codemods", _HINT)
