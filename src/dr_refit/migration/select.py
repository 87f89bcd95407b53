"""The one choice of migrations: shipped, a project's own, and what a run asks for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit.errors import RefitError
from dr_refit.migration.moves import of_settings
from dr_refit.migration.toml import parse
from dr_refit.names import prefixes
from dr_refit.records import NamedTuple
from dr_refit.settings import line_of
from dr_refit.toml import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dr_refit.migration.model import Migration
    from dr_refit.settings import Settings
    from dr_refit.tree.model import Tree


class Wanted(NamedTuple):
    """What a run asks for, on top of the settings of a project."""

    #: Ids to run, whatever the settings select and ignore; empty: what they say.
    select: tuple[str, ...] = ()
    #: Ids to leave out in any case.
    ignore: tuple[str, ...] = ()
    #: More to choose from.
    migrations: tuple[Migration, ...] = ()
    #: Planned packages that are there, or will be.
    homes: tuple[str, ...] = ()
    #: Rename values, too.
    values: bool = False


def select(
    shipped: Iterable[Migration], tree: Tree, settings: Settings, wanted: Wanted
) -> tuple[Migration, ...]:
    """Choose the migrations of a run.

    A project's own one replaces a shipped one of its id, and one that the run brings
    replaces both. Raises RefitError for one that is not there, or where none is left,
    and for a home to which nothing moves.
    """
    known = by_id(shipped, _own(tree, settings), wanted.migrations)
    chosen = wanted.select or settings.select or tuple(known)
    left_out = {*wanted.ignore, *(() if wanted.select else settings.ignore)}
    selected = () if wanted.select else settings.select
    for key, names in (("select", selected), ("ignore", settings.ignore)):
        for name in names:
            if name not in known:
                line = line_of(tree.read(settings.path), key, name)
                raise unknown(name, known, f"{settings.path}:{line}: ")
    for name in (*wanted.select, *wanted.ignore):
        if name not in known:
            raise unknown(name, known)
    found = [
        one._replace(renames_values=True) if wanted.values else one
        for one in promised(known.values(), {*settings.homes, *wanted.homes})
        if one.id in {*chosen} - left_out
    ]
    if not found:
        raise RefitError("no migration is left to run", "see `codemod list`")
    return tuple(found)


def promised(migrations: Iterable[Migration], homes: set[str]) -> Iterator[Migration]:
    """Return migrations whose moves to some homes are promised.

    Raises RefitError for a home to which nothing moves.
    """
    migrations = tuple(migrations)
    targets = {
        name
        for migration in migrations
        for move in migration.moves
        for name in prefixes(move.new)
    }
    for home in sorted(homes - targets):
        raise RefitError(f"nothing moves to {home}", nearest(home, targets))
    return (_keep_promises(one, homes) for one in migrations)


def _keep_promises(migration: Migration, homes: set[str]) -> Migration:
    if not homes:
        return migration
    moves = (
        move if homes.isdisjoint(prefixes(move.new)) else move._replace(home="promised")
        for move in migration.moves
    )
    return migration._replace(moves=tuple(moves))


def by_id(*sources: Iterable[Migration]) -> dict[str, Migration]:
    """Return the migrations of several sources, of one id those of the last.

    Raises RefitError where one source has two different ones of an id.
    """
    found: dict[str, Migration] = {}
    for source in sources:
        own: dict[str, Migration] = {}
        for migration in source:
            if own.setdefault(migration.id, migration) != migration:
                what = f"two files have the migration {migration.id}"
                raise RefitError(what, "rename one of them")
        found |= own
    return found


def unknown(name: str, known: Iterable[str], where: str = "") -> RefitError:
    """Return the error for a migration that is not there."""
    there = f"there are: {', '.join(sorted(known))}"
    return RefitError(f"{where}there is no migration {name}", there)


def _own(tree: Tree, settings: Settings) -> list[Migration]:
    """Read the moves in a project's settings, and the files that they name."""
    found = []
    if settings.move or settings.move_module:
        found.append(of_settings(settings, tree.read(settings.path)))
    for name in settings.migrations:
        path = tree.resolve(os.path.join(settings.root, name))
        try:
            data = tree.read(path)
        except OSError as error:
            hint = "name a readable file"
            raise RefitError(f"{path}: {error.strerror}", hint) from None
        found.append(parse(path, data))
    return found
