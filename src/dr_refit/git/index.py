"""What git tracks, asked so that nothing of the repository is run."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit.git.run import neutral
from dr_refit.process import ProgramError, run

if TYPE_CHECKING:
    from collections.abc import Iterable


def tracked(folder: str, patterns: Iterable[str]) -> frozenset[str]:
    """List the tracked files of a repository that match a pattern of git's.

    `folder` is the root of its work tree, to which the paths are relative. None are
    listed where git cannot say it: without git, or in a repository of somebody else.
    """
    folder = os.path.abspath(folder)
    # A `.git` that is no repository ends the search upwards.
    environment = neutral() | {"GIT_CEILING_DIRECTORIES": os.path.dirname(folder)}
    command = ["git", "ls-files", "-z", "--", *patterns]
    try:
        done = run(command, folder=folder, environment=environment, timeout=60)
    except ProgramError:
        return frozenset()
    return frozenset(os.fsdecode(done.out).split("\0")[:-1])
