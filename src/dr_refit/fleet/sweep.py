"""What a killed run has left, removed by the next one; nobody else is at work then."""

from __future__ import annotations

import glob
import os
import shutil
from typing import TYPE_CHECKING

from dr_refit.git.publish import QUARANTINE
from dr_refit.git.run import Git

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dr_refit.git.publish import Published


def sweep(store: str, mirrors: Iterable[str], unfinished: Iterable[Published]) -> None:
    """Remove the temporary files and locks of git, here and in the projects.

    `unfinished` is what runs that never ended were about to publish.
    """
    for each in (store, *mirrors):
        for pattern in ("**/*.lock", "**/tmp_*"):
            for path in glob.glob(os.path.join(each, pattern), recursive=True):
                os.unlink(path)
    if os.path.isdir(os.path.join(store, "worktrees")):
        Git(folder=store)("worktree", "prune")
    for published in unfinished:
        _remove_left(published)


def _remove_left(published: Published) -> None:
    """Remove objects in no branch, and the lock of one, that a killed run has left.

    git makes a lock empty, writes the commit to it, and renames it to the branch.
    """
    begun = os.path.join(glob.escape(published.location), "objects", f"{QUARANTINE}*")
    for folder in glob.glob(begun):
        shutil.rmtree(folder, ignore_errors=True)
    lock = os.path.join(published.location, f"{published.ref}.lock")
    try:
        with open(lock, "rb") as file:
            content = file.read().strip().decode(errors="replace")
        if content in {"", published.new}:
            os.unlink(lock)
    except OSError:
        return
