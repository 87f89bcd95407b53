"""The history of some files, told again in another repository, under other paths."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit.errors import RefitError
from dr_refit.git.run import neutral
from dr_refit.process import ProgramError, run
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_REF = "refs/codemod/history"


class _Commit(NamedTuple):
    """A commit as it was made."""

    oid: str
    author: bytes
    committer: bytes
    message: bytes


def commits(folder: str, paths: list[str]) -> list[str]:
    """List the commits of a repository in which files changed, the first one first."""
    listed = _git(
        folder, "log", "--reverse", "--topo-order", "--format=%H", "--", *paths
    )
    return listed.decode().split()


def tell_again(source: str, target: str, homes: Mapping[str, str], name: str) -> int:
    """Commit the changes of files in another repository, as they were once made.

    `homes`: path -> path there; `name`: what the first repository is called in the
    messages. The files are not checked out. Return the number of commits.
    """
    found = commits(source, [*homes])
    before = _git(target, "rev-parse", "--verify", "HEAD").decode().strip()
    stream = b"".join(_stream(source, found, homes, (before, name)))
    _git(target, "fast-import", "--quiet", "--force", stdin=stream)
    _git(target, "update-ref", "-m", f"codemod move from {name}", "HEAD", _REF, before)
    _git(target, "update-ref", "-d", _REF)
    _git(target, "reset", "--quiet", "--mixed")
    return len(found)


def _stream(
    source: str, found: list[str], homes: Mapping[str, str], about: tuple[str, str]
) -> Iterator[bytes]:
    """Yield what `git fast-import` makes commits of."""
    before, name = about
    have: dict[str, tuple[str, str]] = {}
    known: dict[str, int] = {}
    for oid in found:
        new = _files(source, oid, homes)
        lines = []
        for path in sorted({*have, *new}):
            if have.get(path) == new.get(path):
                continue
            if path not in new:
                lines.append(b"D %s\n" % _quoted(homes[path]))
                continue
            mode, blob = new[path]
            if blob not in known:
                known[blob] = len(known) + 1
                data = _git(source, "cat-file", "blob", blob)
                yield b"blob\nmark :%d\n%s" % (known[blob], _data(data))
            lines.append(
                b"M %s :%d %s\n" % (mode.encode(), known[blob], _quoted(homes[path]))
            )
        have = new
        one = _commit(source, oid)
        yield b"commit %s\nauthor %s\ncommitter %s\n" % (
            _REF.encode(),
            one.author,
            one.committer,
        )
        yield _data(one.message.rstrip() + f"\n\nMoved-from: {name} {oid}\n".encode())
        if before:
            yield f"from {before}\n".encode()
            before = ""
        yield from lines
        yield b"\n"


def _files(
    source: str, oid: str, homes: Mapping[str, str]
) -> dict[str, tuple[str, str]]:
    listed = os.fsdecode(_git(source, "ls-tree", "-r", "-z", "--full-tree", oid))
    found = {}
    for entry in filter(None, listed.split("\0")):
        about, _, path = entry.partition("\t")
        mode, kind, blob = about.split()
        if path in homes and kind == "blob":
            found[path] = mode, blob
    return found


def _commit(source: str, oid: str) -> _Commit:
    shown = "--format=%an <%ae> %ad%x00%cn <%ce> %cd%x00%B"
    text = _git(source, "log", "-1", "--date=raw", shown, oid)
    author, committer, message = text.split(b"\0", 2)
    return _Commit(oid, author, committer, message)


def _data(data: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(data), data)


def _quoted(path: str) -> bytes:
    name = os.fsencode(path).replace(b"\\", b"\\\\").replace(b'"', b'\\"')
    return b'"' + name.replace(b"\n", b"\\n") + b'"'


def _git(folder: str, *arguments: str, stdin: bytes = b"") -> bytes:
    """Return what git says in a repository. Raises RefitError where it fails."""
    try:
        done = run(
            ["git", *arguments],
            folder=folder,
            environment=neutral() | {"GIT_ALLOW_PROTOCOL": ""},
            stdin=stdin,
        )
    except ProgramError as error:
        raise RefitError(f"git {arguments[0]}: {error.message}") from None
    if done.code:
        said = done.err.strip()
        raise RefitError(f"{folder}: git {arguments[0]} failed: {said}")
    return done.out
