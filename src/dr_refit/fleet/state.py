"""What outlives a run: the folder `.fleet`, who owns it now, and what was done."""

from __future__ import annotations

import fcntl
import glob
import json
import os
import shutil
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, Self

from dr_refit.errors import RefitError
from dr_refit.fleet.model import Published
from dr_refit.git.run import Git

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

#: Seconds to wait for the children of a killed run to notice, and end.
_PATIENCE = 3.0
#: What lines of the journal have besides run and event, those that are read again.
_FIELDS = {
    "publish": ("repo", "place", "ref", "new", "old"),
    "undo": ("undone", "place", "ref"),
}


def home_of(fleet: str) -> str:
    """Give the folder beside a fleet.toml that holds all there is to keep."""
    return os.path.join(os.path.dirname(os.path.abspath(fleet)), ".fleet")


class Home:
    """The folder, owned by one run at a time.

    The lock is held by whoever has its file open: every program that a run has started
    inherits it. So it is free only once the last of them has ended. The file has the
    owner's number in it; a run that ends takes it out.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self.journal = Journal(os.path.join(folder, "journal.jsonl"))
        self._lock = -1

    def __enter__(self) -> Self:
        """Own it; RefitError where another run does, or nothing can be kept in it."""
        try:
            self._open()
        except OSError as error:
            what = f"{error.filename}: {error.strerror}"
            hint = "fleet keeps all it needs there: let it be a folder you can write to"
            raise RefitError(what, hint) from None
        self._acquire()
        os.set_inheritable(self._lock, True)
        died = os.pread(self._lock, 1, 0)
        os.ftruncate(self._lock, 0)
        os.pwrite(self._lock, str(os.getpid()).encode(), 0)
        if died:
            self.sweep()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        shutil.rmtree(os.path.join(self.folder, "tmp"), ignore_errors=True)
        os.ftruncate(self._lock, 0)
        os.close(self._lock)

    def _open(self) -> None:
        os.makedirs(self.folder, exist_ok=True)
        ignore = os.path.join(self.folder, ".gitignore")
        if not os.path.exists(ignore):
            with open(ignore, "w", encoding="utf-8") as file:
                file.write("*\n")
        path = os.path.join(self.folder, "lock")
        self._lock = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)

    def _acquire(self) -> None:
        late = time.monotonic() + _PATIENCE
        while True:
            try:
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() < late:
                    time.sleep(0.05)
                    continue
                owner = os.pread(self._lock, 32, 0).decode()
                os.close(self._lock)
                raise RefitError(
                    f"another fleet run is at work here (process {owner})",
                    "wait for it to end",
                ) from None
            return

    def sweep(self) -> None:
        """Remove what a killed run has left; nobody else is at work."""
        shutil.rmtree(os.path.join(self.folder, "tmp"), ignore_errors=True)
        store = os.path.join(self.folder, "store.git")
        stores = [store, *glob.glob(os.path.join(self.folder, "templates", "*.git"))]
        for each in stores:
            for pattern in ("**/*.lock", "**/tmp_*"):
                for path in glob.glob(os.path.join(each, pattern), recursive=True):
                    os.unlink(path)
        if os.path.isdir(os.path.join(store, "worktrees")):
            Git(folder=store)("worktree", "prune")
        for published in self.journal.unfinished():
            _remove_lock(published)


def _remove_lock(published: Published) -> None:
    """Remove the lock of a branch, where it is the one a killed run has left.

    git makes it empty, writes the commit to it, and renames it to the branch.
    """
    lock = os.path.join(published.place, f"{published.ref}.lock")
    try:
        with open(lock, "rb") as file:
            content = file.read().strip().decode(errors="replace")
        if content in {"", published.new}:
            os.unlink(lock)
    except OSError:
        return


class Journal:
    """What was done, one JSON object a line; only ever added to."""

    def __init__(self, path: str, run: str = "") -> None:
        self.path = path
        self.run = run

    def begin(self, operation: str, version: str) -> None:
        """Begin a run."""
        self.run = f"{time.time_ns():x}"
        self.add("begin", operation=operation, version=version)

    def add(self, event: str, **fields: Any) -> None:
        """Write a line, and see to it that it is on the disk. Safe from any process."""
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        line = {"at": at, "run": self.run, "event": event, **fields}
        # A line that a killed run has left unfinished must not swallow this one.
        data = b"\n" + json.dumps(line).encode() + b"\n"
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
        descriptor = os.open(self.path, flags, 0o644)
        try:
            os.write(descriptor, data)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def lines(self) -> Iterator[dict[str, Any]]:
        """Read what is whole."""
        try:
            with open(self.path, encoding="utf-8", errors="replace") as file:
                for text in file:
                    try:
                        line = json.loads(text)
                    except ValueError:
                        continue
                    if _is_whole(line):
                        yield line
        except FileNotFoundError:
            return

    def publishing(self, repo: str, published: Published) -> None:
        """Say what is about to be seen."""
        self.add("publish", repo=repo, **asdict(published))

    def branches(self) -> list[tuple[str, str, Published]]:
        """List run, repository and branch of everything ever published."""
        return [
            (line["run"], line["repo"], _published(line))
            for line in self.lines()
            if line["event"] == "publish"
        ]

    def ours(self) -> dict[str, frozenset[str]]:
        """Map each repository to the commits that runs have published in it."""
        found: dict[str, set[str]] = {}
        for _, repo, published in self.branches():
            found.setdefault(repo, set()).add(published.new)
        return {repo: frozenset(commits) for repo, commits in found.items()}

    def unfinished(self) -> list[Published]:
        """List what runs that never ended were about to publish."""
        ended = {line["run"] for line in self.lines() if line["event"] == "end"}
        return [p for run, _, p in self.branches() if run not in ended]

    def last(self) -> tuple[str, list[tuple[str, Published]]]:
        """Give the last run of which anything is not undone, and what that is.

        The run is empty where there is none. A killed run and the one that went on with
        it both count, since what is there already is published again.
        """
        undone = {
            (line["undone"], line["place"], line["ref"])
            for line in self.lines()
            if line["event"] == "undo"
        }
        runs: dict[str, list[tuple[str, Published]]] = {}
        for run, repo, published in self.branches():
            if (run, published.place, published.ref) not in undone:
                runs.setdefault(run, []).append((repo, published))
        if not runs:
            return "", []
        run = list(runs)[-1]
        return run, runs[run]


def _is_whole(line: Any) -> bool:
    if not isinstance(line, dict):
        return False
    needed = ("run", "event", *_FIELDS.get(str(line.get("event")), ()))
    return all(isinstance(line.get(field), str) for field in needed)


def _published(line: dict[str, Any]) -> Published:
    return Published(
        place=line["place"], ref=line["ref"], new=line["new"], old=line["old"]
    )
