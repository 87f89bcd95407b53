"""What is measured: the repositories of a fleet as they are committed."""

from __future__ import annotations

import os
import re
import shlex
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from dr_refit.errors import without_secrets
from dr_refit.manifests.names import canonical
from dr_refit.migration.table import MoveTable
from dr_refit.names import root
from dr_refit.plan.verdict import Left, Need, Place
from dr_refit.tree.discover import discover

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.checks.model import Family, Repository
    from dr_refit.fleet.model import Fleet, Repo
    from dr_refit.migration.model import Migration
    from dr_refit.tree.commit import Commit
    from dr_refit.wheels.stock import Stock

#: What has a zero in so many bytes is no text.
_HEAD = 8192


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """A repository that could be read."""

    repository: Repository
    files: Commit
    #: Why it is not linked to the template; empty: it is.
    unlinked: str = ""

    @property
    def paths(self) -> list[str]:
        """Its files."""
        return [one.path for one in discover(self.files, [""], suffixes=("",))]


@dataclass(frozen=True, kw_only=True)
class World:
    """What checks may ask of."""

    fleet: Fleet
    family: Family
    #: By name; who is missing could not be read.
    seen: Mapping[str, Seen]
    #: Where distributions are looked up; None: nobody asked for it.
    stock: Stock | None = None
    #: The fleet.toml, where commands would not find it.
    file: str = ""

    @cached_property
    def repos(self) -> Mapping[str, Repo]:
        """The repositories of the fleet.toml, by name."""
        return {repo.name: repo for repo in self.fleet.repositories}

    @property
    def migrations(self) -> tuple[Migration, ...]:
        """What moved out of packages."""
        return self.family.migrations

    @cached_property
    def table(self) -> MoveTable:
        """All of them as one table, in which planned homes count."""
        return MoveTable(
            one._replace(moves=tuple(m._replace(home="promised") for m in one.moves))
            for one in self.migrations
        )

    def how(self, command: str, *words: str) -> str:
        """Return a command of fleet, ready to copy."""
        file = ("--file", self.file) if self.file else ()
        return f"fleet {command} {shlex.join([*words, *file])}".rstrip()

    def path(self, name: str) -> str:
        """Return the folder of a repository; empty: it is not on this machine."""
        location = self.repos[name].location if name in self.repos else ""
        return os.path.relpath(location) if os.path.isabs(location) else ""

    def at(self, name: str, command: str) -> str:
        """Return a command with the folder of a repository for `{}`.

        What is elsewhere is cloned first.
        """
        if path := self.path(name):
            return command.format(shlex.quote(path))
        location = self.repos[name].location if name in self.repos else ""
        clone = f"git clone {shlex.quote(without_secrets(location))} {name} && "
        return (clone if location else "") + command.format(name)

    def unread(self, name: str) -> tuple[Left, ...]:
        """Return what is left where a repository cannot be read; empty: it can."""
        if name in self.seen:
            return ()
        command = "" if name in self.repos else self.how("add", "PATH", "--name", name)
        left = Left(
            why=self.missing(name),
            repository=name,
            command=self.how("new", name) if self.is_absent(name) else command,
            measured=False,
            gives=exists(name),
        )
        return (left,)

    @property
    def failed(self) -> tuple[str, ...]:
        """The repositories that could not be read, though they are to be there."""
        unread = {found.repository for found in self.family.unread}
        return tuple(name for name in sorted(unread) if not self.is_absent(name))

    def is_absent(self, name: str) -> bool:
        """Return whether a repository of this machine is not there."""
        location = self.repos[name].location if name in self.repos else ""
        return os.path.isabs(location) and not os.path.lexists(location)

    def missing(self, name: str) -> str:
        """Return why a repository could not be read."""
        if name not in self.repos:
            return f"{name} is not in fleet.toml"
        if self.is_absent(name):
            return f"{name} is not there yet: clone it, or let fleet new make it"
        said = [f.finding.message for f in self.family.unread if f.repository == name]
        # git says more than can be told in a line.
        return f"{name} cannot be read: {said[0].partition('; ')[0]}"

    def needs(self, name: str) -> tuple[Need, ...]:
        """Return the need of a repository, if it is not there yet."""
        if name in self.seen:
            return ()
        return (Need(tokens=(exists(name),), why=f"{name} is not there yet"),)

    def has(self, module: str) -> bool:
        """Return whether a module is there; what is of no repository here is."""
        seen = self.seen.get(self.named(root(module)))
        return seen is None or module in seen.repository.modules

    def named(self, package: str) -> str:
        """Return the repository of a top-level package; empty: of none of them.

        Of a package that is planned, it is the one that is to be made.
        """
        for name, seen in self.seen.items():
            if package in seen.repository.packages:
                return name
        for repo in self.fleet.repositories:
            if repo.package == package:
                return repo.name
        moves = (move for one in self.migrations for move in one.moves)
        planned = {root(move.new) for move in moves if move.home == "planned"}
        return canonical(package) if package in planned else ""

    def grep(self, name: str, text: str) -> tuple[Place, ...]:
        """Find a text in the text files of a repository, as a word of its own."""
        word = re.compile(rf"(?<![\w-]){re.escape(text)}(?![\w-])".encode())
        found = []
        for path in self.seen[name].paths:
            data = self.seen[name].files.read(path)
            if text.encode() in data and b"\0" not in data[:_HEAD]:
                found += [
                    Place(path, number)
                    for number, line in enumerate(data.split(b"\n"), 1)
                    if word.search(line)
                ]
        return tuple(found)


def exists(name: str) -> str:
    """Return the token of a repository that is there."""
    return f"repository {name}"
