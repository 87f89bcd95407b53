"""A private work tree of the store, where a merge needs files: for people, and rerere.

Resolutions are kept in the store (`rr-cache`), so all work trees share them.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit.git.merge import KINDS, Conflict, count_markers, read_stages
from dr_refit.git.run import Git, neutral

if TYPE_CHECKING:
    from collections.abc import Collection

    from dr_refit.git.store import Store


def has_resolutions(store: Store) -> bool:
    """Return whether anyone has ever resolved a conflict."""
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

    @property
    def _link(self) -> str:
        return os.path.join(self.folder, ".git")

    def exists(self) -> bool:
        """Return whether it is there, and the store knows it."""
        return os.path.isfile(self._link) and os.path.isdir(self.git.folder)

    def create(self, commit: str) -> None:
        """Check a commit out; filters are none of ours, so files are as they are."""
        command = ("worktree", "add", "--quiet", "--force", "--detach", "--")
        self.store.git(*command, self.folder, commit)

    def relink(self) -> None:
        """Point work tree and store at each other: both may have been moved."""
        known = self.git.folder
        with open(self._link, "w", encoding="utf-8") as file:
            file.write(f"gitdir: {known}\n")
        with open(os.path.join(known, "gitdir"), "w", encoding="utf-8") as file:
            file.write(f"{self._link}\n")

    def remove(self) -> None:
        """Remove it, and all in it."""
        self.relink()
        command = ("worktree", "remove", "--force", "--force", "--")
        self.store.git(*command, self.folder)

    @property
    def git(self) -> Git:
        """Git in it."""
        with open(self._link, encoding="utf-8") as file:
            name = os.path.basename(file.read().strip())
        known = os.path.join(self.store.folder, "worktrees", name)
        work_tree = {"GIT_WORK_TREE": self.folder}
        return Git(folder=known, environment=neutral() | work_tree)

    def pick(self, commit: str, stay_deleted: Collection[str] = ()) -> list[str]:
        """Apply the change of a commit; resolve conflicts that are remembered.

        Returns the paths of these.
        """
        without = ("-C", self.folder, "-c", "rerere.enabled=false")
        self.git(*without, "cherry-pick", "--no-commit", commit, good=(0, 1))
        if stay_deleted:
            paths = [f":(top,literal){path}" for path in stay_deleted]
            self.git("-C", self.folder, "rm", "--quiet", "--force", "--", *paths)
        before = self.conflicts()
        self.git("-C", self.folder, "rerere")
        after = {conflict.path for conflict in self.conflicts()}
        return [conflict.path for conflict in before if conflict.path not in after]

    def conflicts(self) -> tuple[Conflict, ...]:
        """List what is left to merge."""
        listed = os.fsdecode(self.git("-C", self.folder, "ls-files", "-u", "-z"))
        return tuple(
            Conflict(
                path=path, kind=KINDS[found], hunks=count_markers(self._read(path))
            )
            for path, found in read_stages(listed.split("\0")[:-1]).items()
        )

    def still_marked(self, path: str, theirs: str) -> bool:
        """Return whether a file has the markers of this very merge in it."""
        data = b"\n" + self._read(path)
        markers = (b"\n<<<<<<< HEAD", f"\n>>>>>>> {theirs[:7]}".encode())
        return all(marker in data for marker in markers)

    def _read(self, path: str) -> bytes:
        """Read a file; one that is a link, or not there, is empty."""
        full = os.path.join(self.folder, path)
        if os.path.islink(full) or not os.path.isfile(full):
            return b""
        with open(full, "rb") as file:
            return file.read()

    def new_files(self) -> list[str]:
        """List files that git does not track; a merge tool's backups are none."""
        options = ("--others", "--exclude-standard", "--exclude=*.orig", "-z")
        listed = self.git("-C", self.folder, "ls-files", *options)
        return os.fsdecode(listed).split("\0")[:-1]

    def tree(self) -> str:
        """Write the tree of what is staged."""
        return self.git("write-tree").decode().strip()

    def finished_tree(self) -> str:
        """Write the tree of a merge that a person has finished, and remember how.

        What is committed or staged there counts, and what was changed since.
        """
        self.git("-C", self.folder, "rerere")
        stdin = os.fsencode("".join(f"{path}\0" for path in self._changed()))
        self.git(
            *("-C", self.folder, "update-index", "--remove", "-z", "--stdin"),
            stdin=stdin,
        )
        return self.tree()

    def _changed(self) -> list[str]:
        r"""List files that are not as they were checked out, or staged.

        What git would only store with other line ends is not among them. It says
        :<mode> <mode> <oid> <oid> <status>\0<path>\0 of each that may be.
        """
        fields = os.fsdecode(self.git("-C", self.folder, "diff-files", "-z"))
        about = iter(fields.split("\0")[:-1])
        found = []
        for line, path in zip(about, about, strict=True):
            old, new, *_ = line[1:].split()
            if old != new or not old.startswith("100") or self._differs(path):
                found.append(path)
        return found

    def _differs(self, path: str) -> bool:
        with open(os.path.join(self.folder, path), "rb") as file:
            return file.read() != self.git(
                "-C", self.folder, "cat-file", "--filters", f":{path}"
            )
