"""A private git repository: everything is compared and merged in it.

It is bare, and nobody's checkout: heads are fetched into it, renders are written to it,
merges are made in it, and commits leave it as objects.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import replace
from itertools import batched
from typing import TYPE_CHECKING

from dr_refit.git import loose
from dr_refit.git.objects import Commit, Entry, Object, Signature, listed, parsed
from dr_refit.git.run import Git, GitError, networked, neutral
from dr_refit.patterns import regex
from dr_refit.process import PATIENCE, ProgramError, Service

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

#: `git merge-tree --write-tree` came with it.
_NEEDED = (2, 38)
_VERSION = regex(r"(\d+)\.(\d+)[\w.-]*")
#: So many names are taken by a pipe, whoever reads at its other end.
_AT_ONCE = 100


def _asked(reader: Service, *names: str) -> Iterator[Object | None]:
    """Ask for objects, and yield them in that order."""
    try:
        reader.ask(os.fsencode("".join(f"{name}\n" for name in names)))
    except ProgramError as error:
        raise GitError("cat-file", error.reason) from error
    for name in names:
        yield _answer(reader, name)


def _answer(reader: Service, name: str) -> Object | None:
    """Read an object: <oid> <kind> <size>, a newline, so many bytes, a newline."""
    header = reader.answers.readline()
    if header.endswith((b" missing\n", b" ambiguous\n")):
        return None
    fields = header.split()
    if len(fields) != 3:
        raise GitError("cat-file", f"it ended, asked for {name}")
    size = int(fields[2])
    data = reader.answers.read(size + 1)[:size]
    return Object(oid=fields[0].decode(), kind=fields[1].decode(), data=data)


class Store:
    """A bare repository that nobody else writes to."""

    def __init__(self, folder: str, seconds: float = PATIENCE) -> None:
        self.folder = folder
        self.git = Git(folder=folder, seconds=seconds)
        #: Git in it, speaking to others as the user would.
        self.networked = replace(self.git, environment=networked())
        #: Processes that are asked more than once, by what they are.
        self._services: dict[tuple[str, ...], Service] = {}
        #: What trees that were listed have: what is rendered is mostly in the project.
        self._listed: set[str] = set()

    def create(self) -> None:
        """Make it where it is not there yet; GitError for a git that is too old."""
        # git version 2.43.0, 2.39.5 (Apple Git-154), 2.46-rc1 …
        version = _VERSION.search(self.git.text("version"))
        if version and (int(version[1]), int(version[2])) < _NEEDED:
            what = f"{version[0]} is too old: fleet needs 2.38"
            raise GitError("version", what, "install a newer git")
        if os.path.exists(self.folder):
            return
        # It appears whole: a run may be killed at any moment.
        half = f"{self.folder}.half"
        shutil.rmtree(half, ignore_errors=True)
        os.makedirs(half)
        git = Git(folder=half)
        git("init", "--quiet", "--bare")
        git("config", "rerere.enabled", "true")
        git("config", "rerere.autoUpdate", "true")
        os.rename(half, self.folder)

    def find(self, name: str) -> Object | None:
        """Read what a name stands for: an id, a ref, `commit:path`; None if nothing."""
        if "\n" in name:
            return None
        (found,) = self._found((name,))
        return found

    def _found(self, names: Sequence[str]) -> Iterator[Object | None]:
        try:
            yield from _asked(self._service("cat-file", "--batch"), *names)
        except BaseException:
            # What it has not said yet would be taken for its next answer.
            self.close()
            raise

    def file(self, name: str) -> str:
        """Return the id of the file that a name stands for; empty: there is none."""
        found = self.find(name)
        return found.oid if found and found.kind == "blob" else ""

    def content(self, oid: str) -> bytes:
        """Return the content of a file that is there."""
        found = self.find(oid)
        assert found is not None
        return found.data

    def contents(self, oids: Sequence[str]) -> Iterator[bytes]:
        """Yield the content of files that are there, many of them asked for at once."""
        for some in batched(oids, _AT_ONCE):
            for found in self._found(some):
                assert found is not None
                yield found.data

    def find_commit(self, name: str) -> Commit | None:
        """Read the commit that a name stands for; None if there is none."""
        found = self.find(name)
        return parsed(found) if found and found.kind == "commit" else None

    def refs(self, below: str) -> dict[str, str]:
        """Map the refs below a prefix, without it, to their objects."""
        form = "--format=%(refname) %(objectname)"
        listed = self.git.text("for-each-ref", form, below)
        lines = (line.rpartition(" ") for line in listed.splitlines())
        return {ref.removeprefix(below): oid for ref, _, oid in lines}

    def missing(self, commit: str, known: Iterable[str]) -> int:
        """Count the commits up to one that those who know others do not have."""
        lines = "".join(f"{line}\n" for line in (commit, *(f"^{c}" for c in known)))
        command = ("rev-list", "--count", "--ignore-missing", "--stdin")
        return int(self.git(*command, stdin=lines.encode()))

    def is_within(self, commit: str, head: str) -> bool:
        """Return whether a commit is there, and one of those up to another."""
        return self.find_commit(commit) is not None and not self.missing(commit, [head])

    def _service(self, *command: str) -> Service:
        if command not in self._services:
            environment = neutral() | {"GIT_DIR": self.folder}
            service = Service(["git", *command], environment=environment)
            self._services[command] = service
        return self._services[command]

    def close(self) -> None:
        """End the processes that are asked."""
        for service in self._services.values():
            service.end()
        self._services.clear()

    def changed_paths(self, old: str, new: str) -> set[str]:
        """Return the paths at which two trees differ."""
        names = self.git("diff-tree", "-r", "-z", "--name-only", old, new)
        return {*os.fsdecode(names).split("\0")[:-1]}

    def count_changed_lines(
        self, old: str, new: str, *, status: str = ""
    ) -> dict[str, tuple[int, int] | None]:
        r"""Count the lines added and removed per path; None for a binary file.

        `status` is a --diff-filter. git says (<added>\t<removed>\t<path>\0)*.
        """
        command = ("diff-tree", "-r", "-z", "--numstat", "--no-renames")
        only = [f"--diff-filter={status}"] if status else []
        counted: dict[str, tuple[int, int] | None] = {}
        for line in os.fsdecode(self.git(*command, *only, old, new)).split("\0")[:-1]:
            added, removed, path = line.split("\t", 2)
            counted[path] = None if added == "-" else (int(added), int(removed))
        return counted

    def diff(self, old: str, new: str, *options: str) -> str:
        """Return two trees compared, as text."""
        form = ("-p", "-r", "--find-renames", "--full-index", "--no-color")
        compared = self.git("diff-tree", *form, *options, old, new)
        return compared.decode(errors="backslashreplace")

    def entries(self, tree: str) -> dict[str, Entry]:
        """List every file of a tree."""
        return dict(self._walk(f"{tree}^{{tree}}", ""))

    def _walk(self, tree: str, folder: str) -> Iterator[tuple[str, Entry]]:
        found = self.find(tree)
        if found is None:
            raise GitError("ls-tree", f"{tree} is not there")
        for name, entry in listed(found):
            self._listed.add(entry.oid)
            if entry.mode == "40000":
                yield from self._walk(entry.oid, f"{folder}{name}/")
            else:
                yield f"{folder}{name}", entry

    def paths_with(self, tree: str, text: str, patterns: Sequence[str]) -> list[str]:
        """List the files of a tree that match a pattern and have a text in them."""
        command = ("grep", "-l", "-z", "--full-name", "--fixed-strings", "-e", text)
        listed = os.fsdecode(self.git(*command, tree, "--", *patterns, good=(0, 1)))
        return [line.partition(":")[2] for line in listed.split("\0")[:-1]]

    def tree(self, entries: Mapping[str, Entry], index: str) -> str:
        """Write the tree that has these entries; `index` is a file of the caller's."""
        lines = [f"{mode} {oid}\t{path}" for path, (mode, oid) in entries.items()]
        return self._tree(lines, index)

    def changed_tree(
        self, tree: str, changes: Mapping[str, tuple[str, str] | None], index: str
    ) -> str:
        """Write a tree that differs from another at these paths; None: not there."""
        self.git("read-tree", tree, GIT_INDEX_FILE=index)
        nothing = Entry("0", "0" * len(tree))
        lines = [
            f"{mode} {oid}\t{path}"
            for path, entry in changes.items()
            for mode, oid in [entry or nothing]
        ]
        return self._tree(lines, index)

    def _tree(self, lines: Iterable[str], index: str) -> str:
        stdin = os.fsencode("".join(f"{line}\0" for line in lines))
        command = ("update-index", "-z", "--index-info")
        self.git(*command, stdin=stdin, GIT_INDEX_FILE=index)
        return self._written(index)

    def blob(self, data: bytes) -> str:
        """Write a file's content, just as it is."""
        return loose.write(self.folder, "blob", data)

    def tree_of_folder(self, folder: str) -> str:
        """Write the tree of a folder, its files just as they are."""
        return loose.write_folder(self.folder, folder, self._listed)

    def added_tree(self, folder: str, index: str) -> str:
        """Write the tree of a folder, ignored files included, as `git add` would."""
        self.git(
            *("-C", folder, "add", "--all", "--force", "--", "."),
            GIT_INDEX_FILE=index,
            GIT_WORK_TREE=folder,
        )
        return self._written(index)

    def _written(self, index: str) -> str:
        tree = self.git("write-tree", GIT_INDEX_FILE=index).decode().strip()
        os.unlink(index)
        return tree

    def commit(self, tree: str, parents: Sequence[str] = (), message: str = "") -> str:
        """Make a commit that nobody else sees."""
        return loose.write_commit(self.folder, tree, parents, message)

    def commit_of(
        self, who: Signature, tree: str, parent: str, message: str, time: int
    ) -> str:
        """Make a commit that is the same whenever it is made; seconds since 1970."""
        date = f"@{time} +0000"
        made = (self.networked if who.sign else self.git)(
            "commit-tree",
            *(["--gpg-sign"] if who.sign else []),
            *("-p", parent, tree),
            stdin=message.encode(),
            GIT_AUTHOR_NAME=who.name,
            GIT_AUTHOR_EMAIL=who.email,
            GIT_AUTHOR_DATE=date,
            GIT_COMMITTER_NAME=who.name,
            GIT_COMMITTER_EMAIL=who.email,
            GIT_COMMITTER_DATE=date,
        )
        return made.decode().strip()

    def tidy(self) -> None:
        """Pack what has become many small files, or more packs than repositories."""
        limits = ("-c", "gc.auto=6700", "-c", "gc.autoPackLimit=1000")
        self.git(*limits, "gc", "--auto", "--quiet")

    def set_ref(self, name: str, oid: str) -> None:
        """Set a ref to an object, so that git keeps it."""
        with suppress(ProgramError):
            writer = self._service("update-ref", "--stdin")
            writer.ask(f"start\nupdate {name} {oid}\ncommit\n".encode())
            said = [writer.answers.readline() for _ in range(2)]
            if said == [b"start: ok\n", b"commit: ok\n"]:
                return
        # It has ended; this one says why.
        self.close()
        self.git("update-ref", name, oid)
