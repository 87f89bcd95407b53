"""Imports that bind one name, and what else means the same by it."""

from __future__ import annotations

import ast
from collections import defaultdict
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.classify import Disposition
from dr_refit.migration.resolution import Moved
from dr_refit.names import is_under
from dr_refit.python.choices import is_for_python_2

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dr_refit.codemod.rules.imports.classify import Classified
    from dr_refit.python.imports import ImportAlias

#: What becomes of imports that a fallback may be among.
AFFECTED = frozenset({Disposition.DIRECT, Disposition.BY_USE})

type _Targets = Mapping[tuple[ast.AST | None, str], set[str]]


def for_python_2(classified: Sequence[Classified]) -> set[ImportAlias]:
    """Return the imports of what moved that Python 2 alone runs.

    But those that Python 3 has as well, by the same name: they move together.
    """
    affected = [item for item in classified if item.disposition in AFFECTED]
    old = [item for item in affected if is_for_python_2(item.alias.block.choices)]
    if not old:
        return set()
    others = bound_by(item.alias for item in affected if item not in old)
    return {item.alias for item in old if not shares(item.alias, others)}


def bound_by(aliases: Iterable[ImportAlias]) -> _Targets:
    """Return what imports bind, by scope and name."""
    bound: dict[tuple[ast.AST | None, str], set[str]] = defaultdict(set)
    for alias in aliases:
        bound[alias.block.scope, alias.local].add(alias.target)
    return bound


def shares(alias: ImportAlias, bound: _Targets) -> bool:
    """Return whether it is a fallback, or binds the name of one to the same.

    A use of it means either, so that one cannot move without the other.
    """
    return any(
        is_under(alias.target, target) or is_under(target, alias.target)
        for target in bound.get((alias.block.scope, alias.local), ())
    )


def means_more(other: ImportAlias, item: Classified) -> bool:
    """Return whether an import binds what holds a new home to the name of this one.

    import new as f    from old import f    # new.f now
    """
    resolution = item.resolution
    plain = other.is_plain_import or item.alias.is_plain_import
    return (
        not plain
        and isinstance(resolution, Moved)
        and other.target != resolution.new
        and is_under(resolution.new, other.target)
    )
