"""Which imports of a file the migrations mean, and how each is to be treated."""

from __future__ import annotations

import ast
from collections import defaultdict
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING

from dr_refit.codemod.moving import moves_along
from dr_refit.codes import Code
from dr_refit.migration.resolution import AlreadyMoved, Moved, Partial, Removed
from dr_refit.names import is_under, leaf, parent, root
from dr_refit.python import by_name
from dr_refit.python.mangling import is_private
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.migration.model import Move
    from dr_refit.migration.resolution import Resolution
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.source import Source


class Disposition(Enum):
    """How an import is treated."""

    #: It means a local module that is called like the retired package.
    SHADOWED = auto()
    #: A comment keeps it as it is.
    SUPPRESSED = auto()
    #: The package hands on what another one has now.
    REEXPORTED = auto()
    #: It does so, and nothing takes it from there.
    UNNEEDED = auto()
    #: A branch beside it takes the new home: it is for where that is missing.
    FALLBACK = auto()
    #: Its statement binds the name to something else as well.
    DUPLICATE = auto()
    #: `import a.f`, as only a module can be imported, where `a.f` moved by itself.
    MISTAKEN = auto()
    #: It stands in a class, where the new name means something else.
    MANGLED = auto()
    #: One new import replaces it, whatever the file does with the name.
    DIRECT = auto()
    #: What the file does with the name decides.
    BY_USE = auto()
    #: The file refers to no name with rules through this one.
    UNAFFECTED = auto()


class Classified(NamedTuple):
    """An import, what the migrations say of it, and how it is treated."""

    alias: ImportAlias
    resolution: Resolution
    disposition: Disposition


def classify(
    facts: Facts, local_modules: Mapping[str, str], table: MoveTable
) -> tuple[Classified, ...]:
    """Return the imports that the migrations name, in the order of the file."""
    return tuple(
        Classified(
            alias=alias,
            resolution=resolution,
            disposition=Disposition.SHADOWED
            if root(alias.target) in local_modules
            else _disposition(alias, resolution, facts.source, table),
        )
        for alias in facts.imports
        if (resolution := _resolve(alias, facts, table)) is not None
    )


def may_be_by_use(alias: ImportAlias, table: MoveTable) -> bool:
    """Return whether the references to a name may decide what becomes of an import."""
    resolution = resolve_import(alias, table)
    if resolution is None and alias.is_plain_import:
        resolution = table.resolve(root(alias.target))
    if resolution is None or alias.local == "*":
        return False
    return not _is_direct(alias, resolution, table)


def _resolve(alias: ImportAlias, facts: Facts, table: MoveTable) -> Resolution | None:
    if alias.target.startswith("."):
        return None
    resolution = resolve_import(alias, table)
    if resolution is None and alias.is_plain_import:
        # import a.b  may load what is used as a.c.f
        resolution = table.resolve(root(alias.target))
    if moves_along(alias, facts, table) or _is_at_home(resolution, facts, table):
        return None
    return resolution


def _is_at_home(resolution: Resolution | None, facts: Facts, table: MoveTable) -> bool:
    """Return whether a file of a new home imports what is there as well."""
    home = table.resolve(facts.module)
    return isinstance(resolution, AlreadyMoved) and isinstance(home, AlreadyMoved)


def resolve_import(alias: ImportAlias, table: MoveTable) -> Resolution | None:
    """Resolve what an import imports; None: no migration speaks of it."""
    resolution = table.resolve(alias.target)
    if isinstance(resolution, Moved) and _is_home(alias, resolution.move):
        return AlreadyMoved(migration=resolution.migration, old=resolution.old)
    return resolution


def new_import(alias: ImportAlias, table: MoveTable) -> str:
    """Return what an import imports now; empty where it did not move."""
    resolution = resolve_import(alias, table)
    return resolution.new if isinstance(resolution, Moved) else ""


def _is_home(alias: ImportAlias, move: Move) -> bool:
    """Return whether an import means the module to which a name of its name moved."""
    if move.module or not move.is_inward:
        return False
    if isinstance(alias.statement, ast.Import):
        # import a.b  ->  a.b.f    of  a.b
        return is_under(parent(move.new), alias.target)
    # from a.f import g, from a.f import *    of  a.f  ->  a.f.f
    module = alias.target if alias.local == "*" else parent(alias.target)
    return module == move.old and move.becomes_module


def _disposition(
    alias: ImportAlias, resolution: Resolution, source: Source, table: MoveTable
) -> Disposition:
    if source.ignores(alias.statement, Code.RETIRED_IMPORT):
        return Disposition.SUPPRESSED
    if isinstance(resolution, Moved | Partial) and alias.local in _bound_twice(
        alias.statement
    ):
        return Disposition.DUPLICATE
    if _is_mistaken(alias, resolution, table):
        return Disposition.MISTAKEN
    if isinstance(resolution, Moved) and _is_mangled(alias, resolution.new):
        return Disposition.MANGLED
    if alias.local == "*" or _is_direct(alias, resolution, table):
        return Disposition.DIRECT
    if isinstance(resolution, Removed):
        # Who accepts that where it is imported does so for all of its uses.
        ignores = source.ignores(alias.statement, Code.REMOVED_NAME)
        return Disposition.UNAFFECTED if ignores else Disposition.BY_USE
    if _may_use(alias, source, table):
        return Disposition.BY_USE
    return Disposition.UNAFFECTED


@lru_cache(maxsize=1)
def _bound_twice(statement: ast.Import | ast.ImportFrom) -> frozenset[str]:
    """Return the names that one statement binds to several things."""
    meanings: dict[str, set[str]] = defaultdict(set)
    for one in statement.names:
        # import u.a, u.b as u    from u import a, b as a
        whole = isinstance(statement, ast.ImportFrom) or one.asname
        local = one.name if whole else root(one.name)
        meanings[one.asname or local].add(local)
    return frozenset(name for name, found in meanings.items() if len(found) > 1)


def _is_mistaken(alias: ImportAlias, resolution: Resolution, table: MoveTable) -> bool:
    """Return whether a module is imported that has the name of what is none.

    import a.f as f  ->  from b import f    is right, whatever it is.
    """
    return (
        isinstance(alias.statement, ast.Import)
        and isinstance(resolution, Moved)
        and not resolution.move.module
        and (alias.is_plain_import or table.has_nested_rules(alias.target))
    )


def _is_mangled(alias: ImportAlias, new: str) -> bool:
    """Return whether a new name cannot be imported where an import stands."""
    is_from = isinstance(alias.statement, ast.ImportFrom)
    # import __a.b as c    from a import __b as c
    name = leaf(new) if is_from else root(new) if alias.is_plain_import else ""
    return alias.block.in_class and is_private(name)


def _is_direct(alias: ImportAlias, resolution: Resolution, table: MoveTable) -> bool:
    """Return whether everything that is reached through the name goes where it goes."""
    if alias.is_plain_import or table.has_nested_rules(alias.target):
        return False
    if isinstance(resolution, Removed):
        # Each use has to be edited by hand.
        return False
    return not isinstance(resolution, Moved) or not (
        resolution.move.inside or root(resolution.new) == "builtins"
    )


def _may_use(alias: ImportAlias, source: Source, table: MoveTable) -> bool:
    """Return whether the file may refer to a name with rules through this one."""
    names = (alias.target, alias.local) if alias.is_plain_import else (alias.target,)
    if any(map(table.new_name, names)) or table.closed_world(alias.target):
        return True
    if any(is_under(one, name) for one in table.index.passed for name in names):
        return True
    code = source.code
    if table.index.may_name_member(code) or source.disguised:
        return True
    inside = table.index.namespaces.get(alias.target, ())
    return alias.local in map(root, by_name.holders(code)) or by_name.takes_own(
        code, map(root, inside)
    )
