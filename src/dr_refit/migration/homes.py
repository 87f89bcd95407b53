"""What the resolution of a name comes to in a project: whether its home is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.migration.calls import Calls
from dr_refit.migration.resolution import HomeMissing, Kept, Moved, Removed, Unknown
from dr_refit.names import prefixes, root

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.migration.model import Migration, Move
    from dr_refit.migration.resolution import Resolution
    from dr_refit.migration.table import MoveTable
    from dr_refit.project.survey import Project


def in_project(
    dotted: str,
    resolution: Resolution,
    project: Project | None,
    requirements: Mapping[str, str],
) -> Resolution:
    """Return what a resolution comes to in the project that asks, if there is one.

    `requirements`: what brings the new packages, by their names.
    """
    migration, old = resolution.migration, resolution.old
    match resolution:
        case Moved(new=new, move=move) if not _is_there(new, move, project):
            advice = _advice(root(new), new, project)
            return HomeMissing(migration=migration, old=old, advice=advice)
        case Removed() | Unknown() if project and project.provides(dotted):
            # Whoever owns the name has it still.
            return Kept(migration=migration, old=old)
        case Kept(note=note) if note and project:
            needs = [requirements[n] for n in prefixes(dotted) if n in requirements]
            if any(map(project.requires_at_least, needs)):
                # It is at home in the new version already.
                return Kept(migration=migration, old=old)
    return resolution


def as_seen(project: Project, migration: Migration) -> Migration:
    """Return a migration without its calls, where a project is at the new version."""
    if not (migration.upgraded and migration.calls.rules):
        return migration
    needs = migration.requirements.values()
    if not all(map(project.requires_at_least, needs)):
        return migration
    return migration._replace(calls=Calls())


def _is_there(new: str, move: Move, project: Project | None) -> bool:
    """Return whether the new home of a name is there, as far as can be seen."""
    package = root(new)
    if move.home == "promised" or package == "builtins":
        return True
    if project and project.has_package(package):
        return project.provides(new)
    if move.home == "published":
        return True
    if project and (other := project.other(package)):
        return other.provides(new)
    return project is not None and project.requires(package)


def _advice(package: str, new: str, project: Project | None) -> str:
    """Return why a new name is not there, and what to do."""
    if project and project.has_package(package):
        return f"{new} is not in the {package} of this project yet: put it there"
    if project and project.other(package):
        return f"{new} is not in the {package} of the fleet yet: put it there"
    return (
        f"{package} is planned, and not there yet: require it, or run with"
        f" --home {package}, once it is"
    )


def home_of_unit(name: str, table: MoveTable) -> str:
    """Return what a name is called now if all under it moved along; else nothing."""
    return table.new_name(name) if table.moves_as_unit(name) else ""


def home_of_all(module: str, table: MoveTable) -> str:
    """Return where all of a retired module went, as it was; empty: apart, or stays."""
    if not table.closed_world(module):
        return ""
    homes = set()
    for name in table.names:
        if name.startswith(f"{module}."):
            rest, new = name[len(module) :], table.new_name(name)
            homes.add(new.removesuffix(rest) if new.endswith(rest) else "")
    return homes.pop() if len(homes) == 1 else ""
