"""The family that the repositories of a fleet are, as they stand."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dr_refit.checks.family import family_of, placed
from dr_refit.checks.model import Found
from dr_refit.codes import Code
from dr_refit.errors import RefitError
from dr_refit.findings import Finding
from dr_refit.fleet.operations.compare import COMPARE, CompareOptions
from dr_refit.fleet.operations.read import READ, Read, ReadOptions
from dr_refit.fleet.run import run_all
from dr_refit.migration.select import by_id
from dr_refit.migration.toml import load_shipped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dr_refit.checks.model import Family
    from dr_refit.checks.rules import Rules
    from dr_refit.fleet.operations.compare import Compared
    from dr_refit.fleet.run import Run


def gather(
    run: Run,
    rules: Rules,
    on_progress: Callable[[int, str], None] = lambda _done, _last: None,
) -> Family:
    """Read the chosen repositories of a fleet."""
    fleet = run.fleet
    members = placed(fleet.repositories, rules, fleet.layers)
    options = ReadOptions(members=members, concerns=rules.concerns)
    every = [*run_all(READ, run, options, on_progress)]
    read = [one.repository for one in every if one.repository]
    unread = [_unread(one) for one in every if one.repository is None]
    listed = {repo.package for repo in fleet.repositories}
    whole = len(read) > 1 and listed == {one.package for one in read}
    migrations = [*by_id(load_shipped(), fleet.migrations).values()]
    family = family_of(read, members, migrations, rules, fleet.layers)
    return replace(family, whole=whole, unread=tuple(unread))


def changes(run: Run, since: str) -> Iterator[Compared]:
    """Yield what of the chosen repositories differs, where they have such a commit.

    Raises RefitError where none has.
    """
    every = [*run_all(COMPARE, run, CompareOptions(since=since))]
    if all(one.paths is None and not one.error for one in every):
        what = ", ".join(one.repo.name for one in every) or "no repository"
        raise RefitError(f"there is no {since} in {what}", "name a tag, or a commit")
    yield from (one for one in every if one.paths is not None or one.error)


def _unread(read: Read) -> Found:
    finding = Finding(code=Code.UNREADABLE, message=read.error)
    return Found(read.repo.name, ".", finding)
