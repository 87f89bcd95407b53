"""A private work tree of the store, where a merge needs files: for people, and rerere.

Resolutions are kept in the store (`rr-cache`), so all work trees share them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit.fleet.merge import KINDS
from dr_refit.fleet_model import Conflict
from dr_refit.git import Git, neutral

if TYPE_CHECKING:
    from collections.abc import Collection

    from dr_refit.fleet.store import Store


def has_resolutions(store: Store) -> bool:
    """Whether anyone has ever resolved a conflict."""
    folder = os.path.join(store.folder, "rr-cache")
    if not os.path.isdir(folder):
        return False
    return any(
        name.startswith("postimage")
        for each in os.listdir(folder)
        for name in os.listdir(os.path.join(folder, each))
    )


class Checkout:
    """A work tree at a commit, apart from all others."""

    def __init__(self, store: Store, folder: str) -> None:
        self.store = store
        self.folder = folder

    def exists(self) -> bool:
        """Whether it is there."""
        return os.path.isfile(os.path.join(self.folder, ".git"))

    def create(self, commit: str) -> None:
        """Check a commit out; filters are none of ours, so files are as they are."""
        self.store.git("worktree", "prune")
        command = ("worktree", "add", "--quiet", "--force", "--detach", "--")
        self.store.git(*command, self.folder, commit)

    def remove(self) -> None:
        """Remove it, and all in it."""
        command = ("worktree", "remove", "--force", "--force", "--")
        self.store.git(*command, self.folder)

    @property
    def git(self) -> Git:
        """Git in it."""
        with open(os.path.join(self.folder, ".git"), encoding="utf-8") as file:
            place = file.read().removeprefix("gitdir:").strip()
        work_tree = {"GIT_WORK_TREE": self.folder}
        return Git(folder=place, environment=neutral() | work_tree)

    def pick(self, commit: str, stay_deleted: Collection[str] = ()) -> None:
        """Bring the change of a commit here; conflicts that are known are resolved."""
        command = ("-C", self.folder, "cherry-pick", "--no-commit", commit)
        self.git(*command, good=(0, 1))
        if stay_deleted:
            paths = [f":(top,literal){path}" for path in stay_deleted]
            self.git("-C", self.folder, "rm", "--quiet", "--force", "--", *paths)

    def conflicts(self) -> tuple[Conflict, ...]:
        """List what is left to merge."""
        listed = os.fsdecode(self.git("-C", self.folder, "ls-files", "-u", "-z"))
        stages: dict[str, str] = {}
        for line in listed.split("\0")[:-1]:
            about, _, path = line.partition("\t")
            stages[path] = stages.get(path, "") + about[-1]
        return tuple(
            Conflict(path=path, kind=KINDS[found], hunks=self.markers(path))
            for path, found in stages.items()
        )

    def markers(self, path: str) -> int:
        """Count the conflict markers in a file."""
        place = os.path.join(self.folder, path)
        if os.path.islink(place) or not os.path.isfile(place):
            return 0
        with open(place, "rb") as file:
            return sum(line.startswith(b"<<<<<<< ") for line in file)

    def tree(self) -> str:
        """Write the tree of what is staged."""
        return self.git("write-tree").decode().strip()

    def finished_tree(self, start: str) -> str:
        """Write the tree of a merge that a person has finished, and remember how."""
        self.git("-C", self.folder, "rerere")
        tip = self.git("rev-parse", "HEAD").decode().strip()
        if tip != start:
            # It was committed here.
            return self.git.text("rev-parse", "HEAD^{tree}")
        self.git("-C", self.folder, "add", "--update", "--", ":/")
        return self.tree()
