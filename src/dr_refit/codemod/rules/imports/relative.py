"""Relative imports: they stay relative, unless the file itself moves."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

from dr_refit.codemod.moving import moves_along
from dr_refit.codemod.rules.imports.decision import AliasChange
from dr_refit.codemod.rules.imports.naming import rebound
from dr_refit.codes import Code
from dr_refit.names import root
from dr_refit.python.imports import Import

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.migration.table import MoveTable
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias


def keep_relative(
    facts: Facts, changes: Mapping[ImportAlias, AliasChange], table: MoveTable
) -> dict[ImportAlias, AliasChange]:
    """Write the new imports of relative statements as these are written."""
    if not facts.package or not any(alias.level for alias in facts.imports):
        return dict(changes)
    if table.new_name(facts.module):
        return _uproot(facts, changes, table)
    always = not any(
        not one.level and root(one.target) == root(facts.package)
        for one in facts.imports
    )
    result = dict(changes)
    for alias, change in changes.items():
        most = sys.maxsize if always else alias.level
        write = partial(_near, package=facts.package, most=most)
        if alias.level:
            result[alias] = change._replace(new=tuple(map(write, change.new)))
    return result


def _near(new: Import, *, package: str, most: int) -> Import:
    """Write a new import with dots, at most so many."""
    module = _relative(new.module, package) if new.name else ""
    dots = len(module) - len(module.lstrip("."))
    return new._replace(module=module) if 0 < dots <= most else new


def _uproot(
    facts: Facts, changes: Mapping[ImportAlias, AliasChange], table: MoveTable
) -> dict[ImportAlias, AliasChange]:
    """Make absolute what does not move along with the file.

    It is right before the file is moved, and afterwards.
    """
    result = dict(changes)
    for alias in facts.imports:
        if (
            not alias.level
            or alias.target.startswith(".")
            or moves_along(alias, facts, table)
            or facts.source.ignores(alias.statement, Code.RETIRED_IMPORT)
        ):
            continue
        change = changes.get(alias, AliasChange(keep=True))
        if change.keep:
            star = alias.local == "*"
            own = Import(alias.target, "*") if star else rebound(alias, alias.target)
            result[alias] = AliasChange.to(own, *change.new)
    return result


def _relative(module: str, package: str) -> str:
    """Return a module as a file of a package names it with dots.

    Empty where they have no package in common.
    """
    parts, own = module.split("."), package.split(".")
    common = 0
    for part, other in zip(parts, own, strict=False):
        if part != other:
            break
        common += 1
    if not common:
        return ""
    return "." * (len(own) - common + 1) + ".".join(parts[common:])
