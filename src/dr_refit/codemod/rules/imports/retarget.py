"""Another module, and other names, written where the old ones stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.patterns import regex
from dr_refit.python.edits import Edit

if TYPE_CHECKING:
    import ast
    from collections.abc import Mapping

    from dr_refit.codemod.rules.imports.decision import AliasChange
    from dr_refit.python.imports import Import
    from dr_refit.python.source import Source

_WORD = regex(rb"[^\s#(),;\\]+")
#: The dots of a relative import may touch either keyword: `from..import x`.
_FROM = regex(
    r"from(?:[ \t\f]|\\(?:\r\n|\r|\n))*(?P<module>.+?)"
    r"(?:[ \t\f]|\\(?:\r\n|\r|\n))*(?<!\w)import(?!\w)",
    re.DOTALL,
)


def single_target(
    statement: ast.ImportFrom, changes: Mapping[int, AliasChange]
) -> str | None:
    """Return the one module in which every name is then, if there is one."""
    modules: set[str | None] = set()
    for index in range(len(statement.names)):
        change = changes.get(index)
        if change is None:
            modules.add(module_of(statement))
        elif change.keep or len(change.new) != 1:
            return None
        else:
            modules.add(change.new[0].module if change.new[0].name else None)
    return modules.pop() if len(modules) == 1 else None


def module_of(statement: ast.ImportFrom) -> str:
    """Return the module of a statement as it is written."""
    return "." * statement.level + (statement.module or "")


def retarget(
    source: Source,
    statement: ast.ImportFrom,
    changes: Mapping[int, AliasChange],
    module: str,
) -> list[Edit]:
    """Write `module`, and the new names, where the old ones stand."""
    edits = []
    if module != module_of(statement):
        edits.append(_module_edit(source, statement, module))
    for index, change in changes.items():
        alias, new = statement.names[index], change.new[0]
        if (alias.name, alias.asname or "") != (new.name, new.local):
            edits.append(_alias_edit(source, alias, new))
    return edits


def _module_edit(source: Source, statement: ast.ImportFrom, module: str) -> Edit:
    at = source.start(statement)
    text = source.code[at : source.end(statement)].decode()
    found = next(_FROM.finditer(text))
    start, end = found.span("module")
    new = module
    if not text[start - 1].isspace():
        new = f" {new}"  # from.io import x
    if text[end : end + 1] == "i":
        new = f"{new} "  # from .import x
    first = at + len(text[:start].encode())
    last = first + len(found["module"].encode())
    return Edit(start=first, end=last, text=new.encode())


def _alias_edit(source: Source, alias: ast.alias, new: Import) -> Edit:
    start = source.start(alias)
    if new.local and new.local == alias.asname:
        # f  # fast
        #     as g
        name = next(_WORD.finditer(source.code, start))
        return Edit(start=start, end=name.end(), text=new.name.encode())
    return Edit(start=start, end=source.end(alias), text=new.text.encode())
