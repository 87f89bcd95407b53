"""Objects of git as values, read from what git stores."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Entry(NamedTuple):
    """What a tree has at a path."""

    mode: str
    oid: str


class Signature(NamedTuple):
    """Who makes a commit, and whether with the user's own key."""

    name: str
    email: str
    sign: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Object:
    """An object, as git stores it."""

    oid: str
    kind: str
    data: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Commit:
    """What a commit says."""

    oid: str
    tree: str
    parents: tuple[str, ...]
    message: str
    #: When it was committed, in seconds since 1970.
    time: int = 0


def parsed(commit: Object) -> Commit:
    r"""Parse tree <oid>\n (parent <oid>\n)* … committer <who> <time> <zone> … \n\n."""
    header, _, message = commit.data.partition(b"\n\n")
    fields: dict[str, list[str]] = {}
    for line in header.decode(errors="replace").split("\n"):
        key, _, value = line.partition(" ")
        fields.setdefault(key, []).append(value)
    who, _, dated = fields.get("committer", [""])[0].rpartition("> ")
    return Commit(
        oid=commit.oid,
        tree=fields["tree"][0],
        parents=tuple(fields.get("parent", ())),
        message=message.decode(errors="replace"),
        time=int(dated.split()[0]) if who else 0,
    )


def listed(tree: Object) -> Iterator[tuple[str, Entry]]:
    r"""Yield what a tree has, by name: (<mode> <name>\0<id, in bytes>)*."""
    data, size, at = tree.data, len(tree.oid) // 2, 0
    while at < len(data):
        end = data.index(b"\0", at)
        mode, _, name = data[at:end].partition(b" ")
        at = end + 1 + size
        yield os.fsdecode(name), Entry(mode.decode(), data[end + 1 : at].hex())
