"""From what becomes of each alias to the edits of import statements."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.layout import parse
from dr_refit.codemod.rules.imports.public import assignments
from dr_refit.codemod.rules.imports.render import render
from dr_refit.codemod.rules.imports.retarget import module_of, retarget, single_target

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from dr_refit.codemod.rules.imports.decision import AliasChange
    from dr_refit.python.edits import Edit
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias, ImportStatement
    from dr_refit.python.source import Source

    #: Statement -> index of its alias -> what becomes of it.
    type _ByStatement = Mapping[ast.stmt, Mapping[int, AliasChange]]


def statement_edits(
    facts: Facts, changes: Mapping[ImportAlias, AliasChange]
) -> Iterator[Edit]:
    """Yield the edits of all import statements."""
    by_statement: dict[ast.stmt, dict[int, AliasChange]] = defaultdict(dict)
    for alias, change in changes.items():
        by_statement[alias.statement][alias.index] = change
    for alias in facts.imports:
        if alias.index == 0 and alias.statement in by_statement:
            only = _empties(alias, by_statement)
            own = by_statement[alias.statement]
            yield from _edits(facts.source, alias.statement, own, only=only)
    gone = {one for one in by_statement if _vanishes(one, by_statement)}
    yield from assignments(facts, changes, gone)


def _empties(alias: ImportAlias, changes: _ByStatement) -> bool:
    """Return whether a statement is the first of a block that becomes empty."""
    body = alias.block.body
    return alias.statement is body[0] and all(_vanishes(one, changes) for one in body)


def _vanishes(statement: ast.stmt, changes: _ByStatement) -> bool:
    own = changes.get(statement, {}).values()
    return (
        isinstance(statement, ast.Import | ast.ImportFrom)
        and len(own) == len(statement.names)
        and not any(change.keep or change.new for change in own)
    )


def _edits(
    source: Source,
    statement: ImportStatement,
    changes: Mapping[int, AliasChange],
    *,
    only: bool,
) -> list[Edit]:
    if isinstance(statement, ast.Import):
        return [render(parse(source, statement), changes, only=only)]
    module = single_target(statement, changes)
    if module is not None:
        return retarget(source, statement, changes, module)
    own = module_of(statement)
    return [render(parse(source, statement), changes, module=own, only=only)]
