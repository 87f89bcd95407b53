"""Entry points in strings of Python: setup(entry_points={"g": ["p = a.b"]})."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.names import DOTTED
from dr_refit.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.python.parents import Parents

#: "a.b:c.d", "command = a.b:c.d [extra]"
ENTRY = regex(
    rf"(?P<before>\s*[\w.-]+\s*=\s*|)(?P<module>{DOTTED})"
    rf":(?P<attributes>{DOTTED})(?P<behind>\s*\[[\w\s,-]*\]|)"
)
#: "plugin = a.b"
PLUGIN = regex(rf"(?P<before>\s*[\w.-]+\s*=\s*)(?P<module>{DOTTED})(?P<behind>\s*)")


def is_declared(text: ast.Constant, parents: Parents) -> bool:
    """Return whether a text is one of those in which entry points are declared."""
    for node in parents.around(text):
        match node:
            case ast.keyword(arg=str(name)) | ast.Assign(targets=[ast.Name(id=name)]):
                if name.lower().strip("_") == "entry_points":
                    return True
    return False


def named(text: str) -> Iterator[tuple[str, str]]:
    """Yield the modules that entry points name, one a line, and the objects in them."""
    for line in text.splitlines():
        if found := ENTRY.fullmatch(line):
            yield found["module"], f"{found['module']}.{found['attributes']}"
        elif found := PLUGIN.fullmatch(line):
            yield found["module"], found["module"]
