"""The files of a disk."""

from __future__ import annotations

import os
import stat
from functools import partial
from typing import TYPE_CHECKING

from dr_refit import files
from dr_refit.codes import Code
from dr_refit.errors import FileRefused
from dr_refit.tree.model import Entry, ancestors, digest

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from dr_refit.tree.model import ChangeSet, Kind, Rewrite

#: How many files are written at once, and from how many on.
_WRITERS = 8
_FEW = 8


class Disk:
    """A folder and all below it; without one, the working folder."""

    has_ignored = True

    def __init__(self, root: str = "") -> None:
        self.root = root

    def resolve(self, path: str) -> str:
        """Return the absolute path."""
        return os.path.abspath(self._on_disk(path))

    def real(self, path: str) -> str:
        """Return the absolute path in which no link is left."""
        return os.path.realpath(self._on_disk(path))

    def _on_disk(self, path: str) -> str:
        # Most runs are in the working folder, and ask this for every file.
        return os.path.join(self.root, path) if self.root else path

    def scan(self, folder: str) -> list[Entry]:
        """Return what is in a folder. Raises OSError."""
        with os.scandir(self._on_disk(folder) or ".") as entries:
            return [
                Entry(
                    entry.name,
                    "file"
                    if entry.is_file(follow_symlinks=False)
                    else "folder"
                    if entry.is_dir(follow_symlinks=False)
                    else "other",
                )
                for entry in entries
            ]

    def kind(self, path: str) -> Kind | None:
        """Return what is at a path, or where a link leads."""
        try:
            mode = os.stat(self._on_disk(path) or ".").st_mode
        except (OSError, ValueError):
            return None
        if stat.S_ISREG(mode):
            return "file"
        return "folder" if stat.S_ISDIR(mode) else "other"

    def laid_out(self) -> AbstractContextManager[str]:
        """Return its own folder."""
        from contextlib import nullcontext

        return nullcontext(self.root or ".")

    def size(self, path: str) -> int:
        """Return how large a file is; 0 where there is none."""
        try:
            return os.stat(self._on_disk(path)).st_size
        except OSError:
            return 0

    def read(self, path: str) -> bytes:
        """Return the content of a file. Raises OSError."""
        return files.read(self._on_disk(path))

    def apply(self, change: ChangeSet) -> dict[str, FileRefused]:
        """Make a change, each file old or new at every moment.

        One of several kinds is made as a whole, by this run or by the next. Return why
        files were left as they are, by path.
        """
        if change.additions or change.renames or change.deletions:
            return self.apply_whole(change)
        from dr_refit.tree.leftovers import noted

        paths = [os.path.join(self.root, rewrite.path) for rewrite in change.rewrites]
        with noted(paths) as token:
            refused = partial(self._refused, token)
            if len(paths) <= _FEW:
                return dict(filter(None, map(refused, change.rewrites)))
            from concurrent.futures import ThreadPoolExecutor

            # Nearly all the time goes by until the disk has what was written.
            with ThreadPoolExecutor(_WRITERS) as writers:
                return dict(filter(None, writers.map(refused, change.rewrites)))

    def apply_whole(self, change: ChangeSet) -> dict[str, FileRefused]:
        """Make a change of any kinds as a whole. Return as `apply` does."""
        from dr_refit.tree import journal

        return journal.apply(self.root, change)

    def barred(self, change: ChangeSet) -> dict[str, FileRefused]:
        """Return why files could not be rewritten, as far as that shows before."""
        from dr_refit.tree.write import check_writable

        found = {}
        for rewrite in change.rewrites:
            try:
                check_writable(os.stat(os.path.join(self.root, rewrite.path)))
            except FileRefused as error:
                found[rewrite.path] = error
            except OSError:
                # That is said once it is written.
                continue
        return found

    def promised(
        self, change: ChangeSet, after: ChangeSet
    ) -> AbstractContextManager[None]:
        """Have a change made by the next run if this one dies before it makes it."""
        from dr_refit.tree import journal

        return journal.promised(self.root, change, after)

    def complete(self) -> dict[str, FileRefused]:
        """Finish the change of a run that died. Return as `apply` does."""
        from dr_refit.tree import journal, leftovers

        leftovers.clear()
        refused: dict[str, FileRefused] = {}
        for folder in ancestors(self, ""):
            refused |= journal.complete(folder)
        return refused

    def _refused(self, token: str, rewrite: Rewrite) -> tuple[str, FileRefused] | None:
        """Rewrite a file, or return its path and why it is left."""
        try:
            self._rewrite(token, rewrite)
        except FileRefused as error:
            return rewrite.path, error
        return None

    def _rewrite(self, token: str, rewrite: Rewrite) -> None:
        from dr_refit.tree.write import CHANGED, write

        try:
            old = self.read(rewrite.path)
        except OSError as error:
            message = f"{error.strerror or error}: the file is as it was"
            raise FileRefused(Code.NOT_WRITTEN, message) from error
        if digest(old) != rewrite.digest:
            raise FileRefused(Code.NOT_WRITTEN, CHANGED)
        path = os.path.join(self.root, rewrite.path)
        write(path, rewrite.of(old), expected=old, token=token)


class Buffer(Disk):
    """A disk on which one file has the content of an editor's buffer, say.

    A change stays in the buffer.
    """

    def __init__(self, path: str, data: bytes) -> None:
        super().__init__()
        self.path = path
        self.data = data

    def read(self, path: str) -> bytes:
        """Return the buffer, or the content of another file. Raises OSError."""
        return self.data if path == self.path else super().read(path)

    def barred(self, change: ChangeSet) -> dict[str, FileRefused]:  # noqa: ARG002
        """Return nothing: a buffer can always be written."""
        return {}

    def apply(self, change: ChangeSet) -> dict[str, FileRefused]:
        """Make a change in the buffer."""
        for rewrite in change.rewrites:
            self.data = rewrite.of(self.data)
        return {}
