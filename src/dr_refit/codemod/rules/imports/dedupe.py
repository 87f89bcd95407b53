"""What a change would import, and other imports beside it bind already."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.render import AliasChange
from dr_refit.names import parent
from dr_refit.python.imports import Import

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.source import Source


def drop(facts: Facts, changes: Mapping[ast.stmt, dict[int, AliasChange]]) -> None:
    """Leave out of the changes what other imports of the same run bind already.

    Statement -> index of its alias -> what becomes of it; changed in place.
    """
    for run in facts.runs:
        static: set[tuple[str, str]] = set()
        bound: dict[str, set[str]] = defaultdict(set)
        for alias in run:
            change = changes.get(alias.statement, {}).get(alias.index)
            news = list(change.new) if change else []
            if change is None or change.keep:
                news.append(_as_import(alias))
                static.add(_key(news[-1]))
            for new in news:
                for name, means in (_key(new), new.binding):
                    bound[name].add(means)
        for statement in dict.fromkeys(alias.statement for alias in run):
            if not _is_commented(facts.source, statement):
                _drop_in(changes.get(statement, {}), static, bound)


def _drop_in(
    changes: dict[int, AliasChange],
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
        changes[index] = AliasChange(keep=change.keep, new=tuple(fresh))


def _is_commented(source: Source, statement: ast.stmt) -> bool:
    start, end = source.start(statement), source.end(statement)
    return b"#" in source.code[start : source.line_end(end)]


def _as_import(alias: ImportAlias) -> Import:
    name, local = alias.alias.name, alias.alias.asname or ""
    if isinstance(alias.statement, ast.Import):
        return Import(name, local=local)
    module = alias.target if name == "*" else parent(alias.target)
    return Import(module, name, local)


def _key(new: Import) -> tuple[str, str]:
    """Name what an import binds; a plain one by all that it loads."""
    name, means = new.binding
    return (means, means) if means.startswith("import ") else (name, means)
