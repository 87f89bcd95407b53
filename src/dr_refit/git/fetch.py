"""Fetching into a store: from a host, and from repositories on this machine."""

from __future__ import annotations

import fcntl
import os
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from dr_refit.git.known import recall, remember
from dr_refit.git.run import GitError, git_folder, own_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dr_refit.git.store import Store

_FETCH = (
    *("fetch", "--quiet", "--prune", "--no-tags", "--no-write-fetch-head"),
    *("--no-recurse-submodules", "--no-auto-maintenance"),
)


def fetch_into(store: Store, location: str, refspecs: Sequence[str]) -> None:
    """Fetch from a path or a URL; the user's settings count only for a URL."""
    if not os.path.isabs(location):
        store.networked(*_FETCH, "--", location, *refspecs)
        return
    there = _refs(store, location, refspecs)
    asked = sha256("\0".join((location, *refspecs)).encode()).hexdigest()
    seen = f"fetched/{asked}"
    listed = "".join(f"{oid} {ref}\n" for ref, oid in there.items())
    if (
        listed
        and recall(store.folder, seen) == listed
        and _is_here(store, there, refspecs)
    ):
        return
    try:
        _fetch_here(store, location, refspecs, first=not recall(store.folder, seen))
    except GitError as error:
        what = f"{location} lacks files of its branch"
        how = "clone it anew"
        if "promisor remote" in error.message:
            # git would fetch them, by a program that the settings there may name.
            what = f"{location} is a partial clone that lacks files of its branch"
            how = "check the branch out there, or git fetch --refetch --no-filter"
        elif "repository corruption" not in error.message:
            raise
        raise GitError("fetch", what, how) from error
    remember(store.folder, seen, listed)


def _refs(store: Store, location: str, refspecs: Sequence[str]) -> dict[str, str]:
    """Map the refs that are asked for to their objects; empty: that cannot be told."""
    git = replace(store.git, folder=own_folder(location))
    try:
        # <id> <ref>
        lines = git.text("show-ref", "--head").splitlines()
    except GitError:
        # To fetch says what is wrong.
        return {}
    asked = tuple(spec.removeprefix("+").partition(":")[0] for spec in refspecs)
    below = tuple(one.removesuffix("*") for one in asked if one.endswith("*"))
    refs = {ref: oid for oid, _, ref in (line.partition(" ") for line in lines)}
    return {
        ref: oid for ref, oid in refs.items() if ref in asked or ref.startswith(below)
    }


def _is_here(store: Store, there: Mapping[str, str], refspecs: Sequence[str]) -> bool:
    """Return whether what is asked for by its whole name is in the store as it is."""
    pairs = (spec.removeprefix("+").split(":") for spec in refspecs)
    found = ((store.find(to), there.get(ref)) for ref, to in pairs if "*" not in ref)
    return all(here and here.oid == oid for here, oid in found)


def _fetch_here(
    store: Store, location: str, refspecs: Sequence[str], *, first: bool
) -> None:
    rest = ("--", location, *refspecs)
    # All that a repository has is kept as the pack it comes in: to unpack it into a
    # file an object is a quarter of a fetch. What comes later is little.
    settings = ("-c", "fetch.unpackLimit=1") if first else ()
    if not os.path.exists(f"{git_folder(location)}/shallow"):
        store.git(*settings, *_FETCH, *rest)
        return
    # Where its history ends is written to one file, under a lock that git does not
    # wait for.
    with open(os.path.join(store.folder, "fetching"), "wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        store.git(*settings, *_FETCH, "--update-shallow", *rest)
