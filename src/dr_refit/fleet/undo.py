"""Undo the branches of the last run that are still as it left them."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

from dr_refit.errors import HIDDEN, Problem, RefitError, without_secrets
from dr_refit.fleet.model import FleetReport, RepoResult
from dr_refit.fleet.ours import is_by_hand
from dr_refit.git.publish import (
    BranchBlocked,
    check_not_in_use,
    origin,
    present,
    push_ref,
    set_ref,
)
from dr_refit.git.run import Git, git_folder
from dr_refit.git.store import Store

if TYPE_CHECKING:
    from collections.abc import Collection

    from dr_refit.fleet.model import Fleet
    from dr_refit.fleet.state import StateDir
    from dr_refit.git.publish import Published


def undo(
    state: StateDir, fleet: Fleet, *, dry: bool = False, seconds: float
) -> FleetReport:
    """Undo what the last run published. Raises RefitError if there is no such run."""
    places = {repo.name: repo.location for repo in fleet.repositories}
    run, published = state.journal.last()
    if not run:
        hint = "runs that published nothing, and those undone, do not count"
        raise RefitError("there is no run to undo", hint)
    store = Store(state.store, seconds)
    store.create()
    if not dry:
        state.journal.begin("undo", "")
    results: dict[str, RepoResult] = {}
    for repo, each in published:
        result = _take_back(store, places.get(repo, ""), (repo, each), dry=dry)
        # What could not be taken back can be tried again.
        if not dry and result.outcome != "blocked":
            state.journal.taken_back(run, each)
        results[repo] = _both(results[repo], result) if repo in results else result
    if not dry:
        state.journal.add("end")
    store.close()
    order = [*places, *results]
    return FleetReport(
        operation="undo",
        results=tuple(
            sorted(results.values(), key=lambda each: order.index(each.repo))
        ),
        dry=dry,
    )


def _both(one: RepoResult, other: RepoResult) -> RepoResult:
    """Return what became of a repository with a branch here, and one elsewhere."""
    order = ("blocked", "reverted", "held", "up-to-date")
    first, second = sorted((one, other), key=lambda each: order.index(each.outcome))
    if first.message == second.message:
        return first
    return replace(first, notes=(*first.notes, second.message, *second.notes))


def _take_back(
    store: Store, place: str, of: tuple[str, Published], *, dry: bool
) -> RepoResult:
    repo, published = of
    name = published.ref.removeprefix("refs/heads/")
    # Where it was there already, just so, a killed run had made it.
    before = "" if published.old == published.new else published.old
    what = f"at {before[:12]}" if before else "gone"
    said = f"{name} would be {what}" if dry else f"{name} is {what}"
    result = RepoResult(repo=repo, outcome="reverted", message=said)
    if is_by_hand(store.find_commit(published.new)):
        message = f"{name} stays: it is merged by hand"
        return replace(result, outcome="held", message=message)
    try:
        published = replace(published, location=_address(published.location, place))
        now = present(store, published.location, published.ref)
        _check(now, {"", before, published.new})
        if now != published.new:
            already = f"{name} is {what if now else 'gone'} already"
            return replace(result, outcome="up-to-date", message=already)
        if os.path.isabs(published.location):
            git = Git(folder=git_folder(published.location))
            check_not_in_use(git, published.ref)
            if not dry:
                set_ref(git, published.ref, before, published.new)
        elif not dry:
            push_ref(store, published.location, published.ref, before, published.new)
    except Problem as problem:
        message = f"{name} is left as it is: {problem.message}"
        return RepoResult(repo=repo, outcome="blocked", message=message)
    return result


def _address(location: str, place: str) -> str:
    """Return where a branch was pushed to, with the name and password that it needs.

    The journal has none: fleet.toml, or `origin` of a repository here, still knows.
    Raises Problem where neither does.
    """
    if HIDDEN not in location:
        return location
    address = origin(place) if os.path.isabs(place) else place
    if without_secrets(address) != location:
        what = f"it was pushed to {location}, and the name in that address is not known"
        raise Problem(what, "delete it there yourself")
    return address


def _check(now: str, known: Collection[str]) -> None:
    """Raise BranchBlocked if a branch has gone on without fleet."""
    if now not in known:
        raise BranchBlocked("it is not as fleet left it")
