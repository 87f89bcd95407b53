"""The log of all runs: one JSON object per line, append-only."""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from dr_refit.git.publish import Published

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What lines of the journal have besides run and event, those that are read again.
_FIELDS = {
    "publish": ("repo", "location", "ref", "new", "old"),
    "undo": ("undone", "location", "ref"),
}


class Journal:
    """The journal of a fleet."""

    def __init__(self, path: str, run: str = "") -> None:
        self.path = path
        self.run = run

    def begin(self, operation: str, version: str) -> None:
        """Begin a run."""
        self.run = f"{time.time_ns():x}"
        self.add("begin", operation=operation, version=version)

    def add(self, event: str, **fields: Any) -> None:
        """Write a line, and sync it to the disk. Safe from any process."""
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
        """Write down what is about to be seen."""
        self.add("publish", repo=repo, **asdict(published))

    def taken_back(self, run: str, published: Published) -> None:
        """Write down what of a run is not there, or no longer."""
        location, ref = published.location, published.ref
        self.add("undo", undone=run, location=location, ref=ref)

    def branches(self) -> list[tuple[str, str, Published]]:
        """List run, repository and branch of everything ever published."""
        return [
            (line["run"], line["repo"], _published(line))
            for line in self.lines()
            if line["event"] == "publish"
        ]

    def published_by_us(self) -> dict[str, frozenset[str]]:
        """Map each repository to the commits that runs have published in it."""
        found: dict[str, set[str]] = {}
        for _, repo, published in self.branches():
            if published.new:
                found.setdefault(repo, set()).add(published.new)
        return {repo: frozenset(commits) for repo, commits in found.items()}

    def unfinished(self) -> list[Published]:
        """List what runs that never ended were about to publish."""
        ended = self._ended()
        return [p for run, _, p in self.branches() if run not in ended]

    def last(self) -> tuple[str, list[tuple[str, Published]]]:
        """Return the last run that is not all undone, and what is left of it.

        The run is empty where there is none. What was there already, just so, counts
        where a killed run had made it, with which this one went on.
        """
        undone = {
            (line["undone"], line["location"], line["ref"])
            for line in self.lines()
            if line["event"] == "undo"
        }
        ended = self._ended()
        #: What killed runs have made, and none has gone on with that came to its end.
        pending: set[tuple[str, str, str]] = set()
        runs: dict[str, list[tuple[str, Published]]] = {}
        for run, repo, published in self.branches():
            key = (published.location, published.ref, published.new)
            is_own = published.old != published.new or key in pending
            if run in ended:
                pending.discard(key)
            elif is_own:
                pending.add(key)
            if is_own and (run, published.location, published.ref) not in undone:
                runs.setdefault(run, []).append((repo, published))
        if not runs:
            return "", []
        run = list(runs)[-1]
        return run, runs[run]

    def _ended(self) -> set[str]:
        return {line["run"] for line in self.lines() if line["event"] == "end"}


def _is_whole(line: Any) -> bool:
    if not isinstance(line, dict):
        return False
    needed = ("run", "event", *_FIELDS.get(str(line.get("event")), ()))
    return all(isinstance(line.get(field), str) for field in needed)


def _published(line: dict[str, Any]) -> Published:
    fields = ("location", "ref", "new", "old")
    return Published(**{field: line[field] for field in fields})
