"""Modules whose names packages of a project bind to something else.

from .b import b    in  a/__init__.py: who takes  a.b  has the function
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.names import parent, prefixes

if TYPE_CHECKING:
    from dr_refit.migration.index import Index
    from dr_refit.project.survey import Project


def covered(index: Index, project: Project) -> frozenset[str]:
    """Return the modules with rules that packages cover, and that leave these."""
    if not any(map(project.has_package, index.roots)):
        return frozenset()
    modules = {move.old for move in index.moves.values() if move.module}
    modules |= {above for name in index.owners for above in prefixes(parent(name))}
    return frozenset(
        module
        for module in modules
        # Else what covers it goes along with its package.
        if index.moves.keys().isdisjoint(prefixes(parent(module)))
        and project.covers(module)
    )


def leaving(index: Index) -> frozenset[str]:
    """Return those that leave their packages themselves, and not only names of them.

    Where one stays, whoever loads it later covers what its package has by its name.
    """
    modules = {move.old for move in index.moves.values() if move.module}
    return index.covered & modules
