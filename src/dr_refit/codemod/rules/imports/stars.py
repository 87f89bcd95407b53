"""Star imports of which all that is used moved: it is imported by name.

from old import *    from new import f
f()              ->  f()
"""

from __future__ import annotations

import ast
import builtins
import os
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.decision import AliasChange
from dr_refit.migration.resolution import Kept, Moved
from dr_refit.names import leaf, parent
from dr_refit.patterns import regex
from dr_refit.python.imports import Import
from dr_refit.python.namespaces import MODULE
from dr_refit.python.nodes import walk
from dr_refit.python.scopes import Scopes
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from dr_refit.codemod.rules.imports.classify import Classified
    from dr_refit.codemod.rules.model import Project
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias

#: By these a module may use, or hand on, names that it does not name as such.
_HIDDEN = regex(
    rb"\b(?:__all__|globals|locals|vars|eval|exec|getattr|modules|doctest)\b"
    rb"|>>>|#[ ]*type:"
)
#: Files that frameworks read all names of.
_READ_WHOLE = regex(r"__init__|conftest|test_.*|.*_test|.*settings.*|.*conf(?:ig)?")


class Star(NamedTuple):
    """What is imported by name instead of by a star, or beside it."""

    moved: tuple[Moved, ...]
    #: Other names come from it as well.
    stays: bool

    @property
    def change(self) -> AliasChange:
        """The import of each name from where it is now, by the name that it had."""
        return AliasChange.to(*map(_import_of, self.moved), keep=self.stays)


def named(
    classified: Iterable[Classified], facts: Facts, project: Project, table: MoveTable
) -> Mapping[ImportAlias, Star]:
    """Map star imports to the names that are imported instead of all of a module."""
    stars = [alias for alias in facts.imports if alias.local == "*"]
    mine = [item.alias for item in classified if item.alias.local == "*"]
    if len(stars) != 1 or stars != mine or not _is_program(facts, project):
        return {}
    (star,) = stars
    if star.level or star.block.scope is not None or not star.block.unconditional:
        return {}
    scopes = Scopes(facts.source.tree, ())
    free = {
        name
        for scope in scopes.all
        for name in scope.read
        if scopes.resolve(name, scope) is None
    }
    given = {name for name in free if _is_given(name)}
    found = [
        table.resolve(facts.reached(star.target, [name]))
        for name in sorted(free - given)
    ]
    # What is in a class now, no import binds.
    moved = [
        one
        for one in found
        if isinstance(one, Moved) and not one.move.inside
        if one.move.holder == parent(one.move.new)
    ]
    # They may mean what the star binds, or not.
    bound = scopes.module.bound | scopes.module.imports.keys()
    unsure = given | (bound - _own(facts, star, bound))
    known = {leaf(name) for name in table.names if parent(name) == star.target}
    stay = [one for one in found if one is None or isinstance(one, Kept)]
    if not moved or unsure & known or len(moved) + len(stay) < len(found):
        return {}
    return {star: Star(tuple(moved), stays=bool(stay))}


def _own(facts: Facts, star: ImportAlias, names: Collection[str]) -> set[str]:
    """Return the names of a module that never mean what a star above them binds."""
    tree, source = facts.source.tree, facts.source
    below = [one for one in tree.body if source.start(one) > source.end(star.statement)]
    bound = {
        one.name: source.first(one)
        for one in reversed(below)
        if isinstance(one, ast.FunctionDef | ast.ClassDef) and one.name in names
    }
    for node in walk(tree):
        match node:
            case ast.Name(id=name) if source.start(node) < bound.get(name, 0):
                del bound[name]
            case ast.Global(names=declared) | ast.Nonlocal(names=declared):
                bound = {one: at for one, at in bound.items() if one not in declared}
    return {*bound}


def _import_of(moved: Moved) -> Import:
    old, new = leaf(moved.old), leaf(moved.new)
    return Import(parent(moved.new), new, "" if new == old else old)


def _is_program(facts: Facts, project: Project) -> bool:
    """Return whether nobody has names of a file but those who are seen to take them."""
    path = facts.source.path
    stem = os.path.basename(path).removesuffix(".py")
    return (
        path.endswith(".py")
        and facts.namespace is MODULE
        and "*" not in project.outside(path).taken
        and not _READ_WHOLE.fullmatch(stem)
        and not _HIDDEN.search(facts.source.code)
    )


def _is_given(name: str) -> bool:
    """Return whether a name is there in every module."""
    return hasattr(builtins, name) or (name.startswith("__") and name.endswith("__"))
