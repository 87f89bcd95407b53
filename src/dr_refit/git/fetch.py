"""Fetching into a store: from a host, and from repositories on this machine."""

from __future__ import annotations

import fcntl
import os
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from dr_refit.errors import Problem
from dr_refit.git import refs
from dr_refit.git.known import recall, remember
from dr_refit.git.run import GitError, git_folder, own_folder
from dr_refit.process import Service

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dr_refit.git.store import Store

_FETCH = (
    *("fetch", "--quiet", "--prune", "--no-tags", "--no-write-fetch-head"),
    *("--no-recurse-submodules", "--no-auto-maintenance"),
)
#: A pack of all that some objects lead to; and to take it in where nothing is missing.
#: Deltas are not searched for anew, nor is anything by many threads: workers are many.
_PACK = (
    *("pack-objects", "--revs", "--stdout", "--quiet", "--delta-base-offset"),
    *("--window=0", "--threads=1"),
)
_UNPACK = (
    *("index-pack", "--stdin", "--check-self-contained-and-connected"),
    "--threads=1",
)


def fetch_into(store: Store, location: str, refspecs: Sequence[str]) -> None:
    """Fetch from a path or a URL; the user's settings count only for a URL."""
    if not os.path.isabs(location):
        store.networked(*_FETCH, "--", location, *refspecs)
        return
    wanted = _wanted(store, location, refspecs)
    asked = sha256("\0".join((location, *refspecs)).encode()).hexdigest()
    seen = f"fetched/{asked}"
    listed = "".join(f"{oid} {ref}\n" for ref, oid in wanted.items())
    known = recall(store.folder, seen)
    if listed and known == listed and _are_here(store, wanted):
        return
    try:
        if known or not _copied(store, location, wanted):
            _fetch_here(store, location, refspecs)
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


def _wanted(store: Store, location: str, refspecs: Sequence[str]) -> dict[str, str]:
    """Map the refs of a store to what they are to be; empty: that cannot be told."""
    try:
        there = refs.read(location) or _listed(store, location)
    except GitError:
        # To fetch says what is wrong.
        return {}
    wanted: dict[str, str] = {}
    for spec in refspecs:
        named, to = spec.removeprefix("+").split(":")
        below = named.removesuffix("*")
        many = named != below
        found = {
            r: oid
            for r, oid in there.items()
            if r == named or (many and r.startswith(below))
        }
        if not (found or many):
            return {}
        start = to.removesuffix("*")
        wanted |= {start + ref.removeprefix(below): oid for ref, oid in found.items()}
    return wanted


def _listed(store: Store, location: str) -> dict[str, str]:
    """Let git list the refs of a repository. Raises GitError."""
    git = replace(store.git, folder=own_folder(location))
    # <id> <ref>
    lines = git.text("show-ref", "--head").splitlines()
    return {ref: oid for oid, _, ref in (line.partition(" ") for line in lines)}


def _are_here(store: Store, wanted: Mapping[str, str]) -> bool:
    found = ((store.find(ref), oid) for ref, oid in wanted.items())
    return all(here and here.oid == oid for here, oid in found)


def _copied(store: Store, location: str, wanted: Mapping[str, str]) -> bool:
    """Copy all that refs lead to where none of it is known yet; return whether it was.

    A fetch looks at all that the store has of others, ref by ref and pack by pack: for
    a fleet, that grows with the square of its size.
    """
    folder = git_folder(location)
    names = (name for pair in wanted.items() for name in pair)
    if not wanted or os.path.exists(f"{folder}/shallow") or any(map(store.find, names)):
        return False
    packing = Service(
        ["git", *_PACK],
        # Objects alone: no setting of the repository is read.
        environment={
            **store.git.environment,
            "GIT_DIR": store.folder,
            "GIT_OBJECT_DIRECTORY": f"{folder}/objects",
        },
    )
    try:
        packing.ask_last("".join(f"{oid}\n" for oid in wanted.values()).encode())
        store.git(*_UNPACK, stdin=packing.answers)
        for ref, oid in wanted.items():
            store.set_ref(ref, oid)
    except Problem:
        # To fetch it says what is wrong.
        return False
    finally:
        packing.end()
    return True


def _fetch_here(store: Store, location: str, refspecs: Sequence[str]) -> None:
    rest = ("--", location, *refspecs)
    if not os.path.exists(f"{git_folder(location)}/shallow"):
        store.git(*_FETCH, *rest)
        return
    # Where its history ends is written to one file, under a lock that git does not
    # wait for.
    with open(os.path.join(store.folder, "fetching"), "wb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        store.git(*_FETCH, "--update-shallow", *rest)
