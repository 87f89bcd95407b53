"""Imports of old packages that are there after the rewrite, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.classify import Disposition
from dr_refit.codemod.rules.imports.decision import Remark
from dr_refit.codes import Code
from dr_refit.migration.resolution import AlreadyMoved, Kept
from dr_refit.names import root

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from dr_refit.codemod.rules.imports.classify import Classified
    from dr_refit.codemod.rules.imports.decision import AliasChange
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias

    type _Changes = Mapping[ImportAlias, AliasChange]


def still_imported(
    facts: Facts, local_modules: Collection[str], changes: _Changes, table: MoveTable
) -> frozenset[str]:
    """Return the top-level packages with rules that a file still imports."""
    packages = table.roots.difference(local_modules)
    return frozenset(
        root(alias.target)
        for alias in facts.imports
        # What is relative is of the package itself.
        if not alias.level and root(alias.target) in packages
        if _stays(alias, changes)
    )


def retired_imports(
    classified: Iterable[Classified],
    told: Collection[ImportAlias],
    changes: _Changes,
    table: MoveTable,
) -> Iterator[Remark]:
    """Report imports of retired packages that stay; `told`: of these more is said."""
    project = table.project
    statements = {alias.statement for alias in told}
    for item in classified:
        alias, package = item.alias, root(item.alias.target)
        if (
            table.closed_world(package)
            # A project imports its own package for as long as that is there.
            and not (project and project.has_package(package))
            and item.disposition not in {Disposition.SHADOWED, Disposition.SUPPRESSED}
            and not isinstance(item.resolution, Kept | AlreadyMoved)
            and alias.statement not in statements
            and _stays(alias, changes)
        ):
            message = (
                f"{package} is retired, and imported still: remove {alias.target},"
                " or import what it is for from where that is now"
            )
            yield Remark(
                code=Code.RETIRED_IMPORT,
                message=message,
                node=alias.alias,
                once=(Code.RETIRED_IMPORT, alias.statement),
            )


def says_why(remarks: Iterable[Remark]) -> bool:
    """Return whether remarks on an import, or on its uses, say why it stays."""
    return any(
        remark.code is Code.COMPATIBILITY_GUARD
        or (
            remark.code.level == "warning"
            and not remark.code.startswith(Code.BEHAVIOUR_CHANGED)
        )
        for remark in remarks
    )


def _stays(alias: ImportAlias, changes: _Changes) -> bool:
    change = changes.get(alias)
    package = root(alias.target)
    return (
        change is None
        or change.keep
        or any(root(new.module) == package for new in change.new)
    )
