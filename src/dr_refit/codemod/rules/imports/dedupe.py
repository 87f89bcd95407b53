"""New imports that an import beside them makes as well."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from dr_refit.python.comments import is_explained
from dr_refit.python.imports import Import
from dr_refit.python.loads import as_import

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator, Mapping, Sequence

    from dr_refit.codemod.rules.imports.decision import AliasChange
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias


def remove_redundant(
    facts: Facts, changes: Mapping[ImportAlias, AliasChange]
) -> dict[ImportAlias, AliasChange]:
    """Leave out of the changes what other imports of the same run bind already."""
    result = dict(changes)
    for run in (part for whole in facts.runs for part in _parts(whole)):
        if not any(alias in changes for alias in run):
            continue
        seen: set[tuple[str, str]] = set()
        bound: dict[str, set[str]] = defaultdict(set)
        for alias in run:
            change = changes.get(alias)
            news = [*change.new] if change else []
            if change is None or change.keep:
                news.append(as_import(alias))
                seen.add(_key(news[-1]))
            for new in news:
                for name, means in (_key(new), new.binding):
                    bound[name].add(means)
        # Of two, the one that a comment explains stays.
        for alias in sorted(
            run, key=lambda one: not is_explained(facts.source, one.statement)
        ):
            if alias in changes:
                result[alias] = _fresh(changes[alias], seen, bound)
    _share(facts, result)
    return result


def _parts(run: Sequence[ImportAlias]) -> Iterator[Sequence[ImportAlias]]:
    """Yield a run in parts that each begin with a star: it may bind any name anew."""
    start = 0
    for at, alias in enumerate(run):
        if alias.local == "*" and at > start:
            yield run[start:at]
            start = at
    yield run[start:]


def _share(facts: Facts, changes: dict[ImportAlias, AliasChange]) -> None:
    """Leave a module that several cells of a notebook need to the first of them."""
    homes: dict[Import, ast.AST | None] = {}
    for alias in facts.imports if facts.cells else ():
        change, cell = changes.get(alias), alias.block.scope
        # with app.setup:  stands in none of them.
        is_home = cell is None or cell in facts.cells
        if change is None or not is_home or alias.block.choices:
            continue
        news = tuple(
            new
            for new in change.new
            if new != Import(new.module) or homes.setdefault(new, cell) is cell
        )
        changes[alias] = change._replace(new=news)


def _fresh(
    change: AliasChange, seen: set[tuple[str, str]], bound: Mapping[str, set[str]]
) -> AliasChange:
    """Leave out what was `seen`, and add the rest to it."""
    fresh = []
    for new in change.new:
        key = _key(new)
        # Where a name is bound to several things the order matters.
        if key in seen and len(bound[key[0]]) == 1 and key[0] != "*":
            continue
        seen.add(key)
        fresh.append(new)
    return change._replace(new=tuple(fresh))


def _key(new: Import) -> tuple[str, str]:
    """Return what an import binds; for a plain one, all that it loads."""
    name, means = new.binding
    return (means, means) if means.startswith("import ") else (name, means)
