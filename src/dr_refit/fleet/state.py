"""What outlives a run: the folder `.fleet` beside a fleet.toml."""

from __future__ import annotations

import glob
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from dr_refit.errors import RefitError
from dr_refit.fleet.journal import Journal
from dr_refit.fleet.lock import Lock
from dr_refit.fleet.manifest import NAME
from dr_refit.fleet.sweep import sweep

if TYPE_CHECKING:
    from collections.abc import Iterator


class StateDir:
    """The folder, and where each thing lies in it."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.journal = Journal(os.path.join(folder, "journal.jsonl"))

    @property
    def store(self) -> str:
        """The repository in which everything is compared and merged."""
        return os.path.join(self.folder, "store.git")

    def mirror(self, name: str) -> str:
        """Return the path of a template's mirror."""
        return os.path.join(self.folder, "templates", f"{name}.git")

    @property
    def plan(self) -> str:
        """What was true of the plan, from run to run."""
        return os.path.join(self.folder, "plan.json")

    @property
    def merges(self) -> str:
        """The work trees of conflicts that a person resolves."""
        return os.path.join(self.folder, "resolve")

    @property
    def tmp(self) -> str:
        """What no run needs once it has ended."""
        return os.path.join(self.folder, "tmp")

    def seed(self) -> str:
        """Return what random values of templates begin with here; nobody else knows."""
        path = os.path.join(self.folder, "seed")
        if not os.path.exists(path):
            os.makedirs(self.folder, exist_ok=True)
            descriptor, own = tempfile.mkstemp(dir=self.folder)
            with os.fdopen(descriptor, "w") as file:
                file.write(os.urandom(32).hex())
            # Of several workers, the first one's counts for all.
            with suppress(FileExistsError):
                os.link(own, path)
            os.unlink(own)
        with open(path, encoding="ascii") as file:
            return file.read()

    @contextmanager
    def owned(self) -> Iterator[None]:
        """Lock the folder for one run at a time, and clean up after killed runs.

        Raises RefitError where another run owns it, or nothing can be kept in it.
        """
        try:
            lock = self._opened()
        except OSError as error:
            what = f"{error.filename}: {error.strerror}"
            hint = "fleet keeps all it needs there: let it be a folder you can write to"
            raise RefitError(what, hint) from None
        if lock.acquire():
            shutil.rmtree(self.tmp, ignore_errors=True)
            mirrors = glob.glob(self.mirror("*"))
            sweep(self.store, mirrors, self.journal.unfinished())
        try:
            yield
        finally:
            shutil.rmtree(self.tmp, ignore_errors=True)
            lock.release()

    def _opened(self) -> Lock:
        os.makedirs(self.folder, exist_ok=True)
        ignore = os.path.join(self.folder, ".gitignore")
        if not os.path.exists(ignore):
            with open(ignore, "w", encoding="utf-8") as file:
                file.write("*\n")
        return Lock(os.path.join(self.folder, "lock"))


def beside(fleet: str) -> StateDir:
    """Return the state of a fleet.toml, which lies beside it.

    A file with another name has its own, for its names are other repositories.
    """
    folder, name = os.path.split(os.path.abspath(fleet))
    own = () if name == NAME else ("files", name)
    return StateDir(os.path.join(folder, ".fleet", *own))
