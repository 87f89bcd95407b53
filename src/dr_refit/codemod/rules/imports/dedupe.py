"""What a change would import, and other imports beside it bind already."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.statements import Change
from dr_refit.python.imports import Import, Place, absolute

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.codemod.rules.imports.classify import Analysis
    from dr_refit.python.source import Source

    type _Statement = ast.Import | ast.ImportFrom


def drop(
    source: Source,
    analysis: Analysis,
    changes: Mapping[ast.stmt, dict[int, Change]],
) -> None:
    """Leave out of the changes what other imports of the same run bind already.

    Statement -> index of its alias -> what becomes of it; changed in place.
    """
    for run in _runs(analysis.statements):
        static: set[tuple[str, str]] = set()
        bound: dict[str, set[str]] = defaultdict(set)
        for statement in run:
            for index, alias in enumerate(statement.names):
                change = changes.get(statement, {}).get(index)
                news = list(change.new) if change else []
                if change is None or change.keep:
                    news.append(_as_import(statement, alias, analysis.package))
                    static.add(_key(news[-1]))
                for new in news:
                    for name, means in (_key(new), new.binding):
                        bound[name].add(means)
        for statement in run:
            if not _is_commented(source, statement):
                _drop_in(changes.get(statement, {}), static, bound)


def _drop_in(
    changes: dict[int, Change],
    seen: set[tuple[str, str]],
    bound: Mapping[str, set[str]],
) -> None:
    for index, change in changes.items():
        fresh = []
        for new in change.new:
            key = _key(new)
            # Where a name is bound to several things the order matters.
            if key in seen and len(bound[key[0]]) == 1 and key[0] != "*":
                continue
            seen.add(key)
            fresh.append(new)
        changes[index] = Change(keep=change.keep, new=tuple(fresh))


def _is_commented(source: Source, statement: ast.stmt) -> bool:
    start, end = source.start(statement), source.end(statement)
    return b"#" in source.code[start : source.line_end(end)]


def _as_import(statement: _Statement, alias: ast.alias, package: str) -> Import:
    if isinstance(statement, ast.Import):
        return Import(alias.name, local=alias.asname or "")
    module = absolute(statement, package)
    return Import(module or ".", alias.name, alias.asname or "")


def _key(new: Import) -> tuple[str, str]:
    """Name what an import binds; a plain one by all that it loads."""
    name, means = new.binding
    return (means, means) if means.startswith("import ") else (name, means)


def _runs(statements: list[tuple[_Statement, Place]]) -> list[list[_Statement]]:
    """Group import statements that stand in a row in one block."""
    runs: list[list[_Statement]] = []
    order: dict[ast.stmt, int] = {}
    before: Place | None = None
    for statement, place in statements:
        if statement not in order:
            order |= {each: index for index, each in enumerate(place.block)}
        same = before is not None and before.block is place.block
        if same and order[statement] == order[runs[-1][-1]] + 1:
            runs[-1].append(statement)
        else:
            runs.append([statement])
        before = place
    return runs
