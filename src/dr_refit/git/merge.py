"""Three trees to one by git's own merge, that of `git cherry-pick`, in no checkout."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING

from dr_refit.git.run import Git, neutral
from dr_refit.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dr_refit.git.objects import Entry
    from dr_refit.git.store import Store

#: Stages in the index -> how `git status` calls it; U here, the template there.
KINDS = {
    "123": "UU",
    "23": "AA",
    "12": "UD",
    "13": "DU",
    "1": "DD",
    "2": "AU",
    "3": "UA",
}
MARKER = regex(rb"^<<<<<<< ", re.MULTILINE)
#: The ways in which a deletion meets a change, and nothing else does.
_DELETED = {"CONFLICT (modify/delete)", "CONFLICT (rename/delete)", "Auto-merging"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """A path that a person must merge."""

    path: str
    #: As `git status` has it: UU both changed it, UD deleted by the template, AA both
    #: added it, DU deleted here, AU or UA moved or added on one side, DD on both.
    kind: str
    #: How many conflicting hunks are in it; 0 where it is the whole file.
    hunks: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Trees:
    """What is merged: from `base` to `theirs` the template went, to `ours` a person."""

    base: str
    ours: str
    theirs: str
    #: What conflict markers call `theirs`.
    name: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Merged:
    """A tree, and what stands in its way; with conflicts it holds markers."""

    tree: str
    conflicts: tuple[Conflict, ...] = ()
    #: Deleted here and changed by the template: they stay deleted.
    stay_deleted: tuple[str, ...] = ()
    #: The commits of the merge: ours and theirs, both on the base.
    ours: str = ""
    theirs: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Raw:
    """What `git merge-tree -z --messages` says."""

    tree: str
    stages: Mapping[str, str] = field(default_factory=dict)
    #: Path -> types of the messages about it.
    messages: Mapping[str, set[str]] = field(default_factory=dict)


def merge(store: Store, trees: Trees, scratch: str) -> Merged:
    """Merge; `scratch` is a folder of the caller's.

    Attributes are those of the project's own root .gitattributes: see `needs_checkout`.
    """
    base = store.commit(trees.base)
    ours = store.commit(trees.ours, [base])
    theirs = store.commit(trees.theirs, [base], trees.name)
    settings = {}
    attributes = store.find(f"{trees.ours}:.gitattributes")
    if attributes is not None and attributes.kind == "blob":
        # A bare repository has no other place to read them from.
        settings["core.attributesFile"] = file = os.path.join(scratch, "attributes")
        with open(file, "wb") as opened:
            opened.write(attributes.data)
    git = Git(folder=store.folder, environment=neutral(settings))
    command = ("merge-tree", "--write-tree", "-z", "--messages", ours, theirs)
    raw = _parse(os.fsdecode(git(*command, good=(0, 1))))
    stay = tuple(path for path in raw.stages if _is_deletion(raw, path))
    tree = raw.tree
    if stay:
        index = os.path.join(scratch, "index")
        tree = store.changed_tree(tree, dict.fromkeys(stay), index)
    conflicts = tuple(
        Conflict(
            path=_laid_out(path, ours, theirs, trees.name),
            kind=KINDS[stages],
            hunks=_hunks(store, tree, path) if {"2", "3"} <= {*stages} else 0,
        )
        for path, stages in sorted(raw.stages.items())
        if path not in stay
    )
    return Merged(
        tree=tree, conflicts=conflicts, stay_deleted=stay, ours=ours, theirs=theirs
    )


def needs_checkout(store: Store, entries: Mapping[str, Entry]) -> bool:
    """Return whether attributes below the root, which only a checkout reads, matter.

    `entries` are those of the project.
    """
    for path, entry in entries.items():
        if path.endswith("/.gitattributes"):
            found = store.find(entry.oid)
            if found and any(w in found.data for w in (b"merge", b"binary", b"marker")):
                return True
    return False


def _parse(output: str) -> _Raw:
    r"""Read <tree>\0 (<mode> <oid> <stage>\t<path>\0)* \0 (<message>)*.

    A message: <number of paths>\0 (<path>\0)* <type>\0 <text>\0.
    """
    fields = iter(output.split("\0"))
    tree = next(fields)
    stages = read_stages(takewhile(bool, fields))
    messages: dict[str, set[str]] = {}
    for count in fields:
        if not count:
            break
        paths = [next(fields) for _ in range(int(count))]
        kind = next(fields)
        next(fields)
        for path in paths:
            messages.setdefault(path, set()).add(kind)
    return _Raw(tree=tree, stages=stages, messages=messages)


def _is_deletion(raw: _Raw, path: str) -> bool:
    return raw.stages[path] == "13" and raw.messages.get(path, set()) <= _DELETED


def _laid_out(path: str, ours: str, theirs: str, name: str) -> str:
    """Return how a path is called in a checkout, where it had to make room.

    A file stands beside a folder of its name as `file~HEAD`, or `file~1a2b3c4 (name)`.
    """
    for side, label in ((ours, "HEAD"), (theirs, f"{theirs[:7]} ({name})")):
        if path.endswith(f"~{side}"):
            return path.removesuffix(side) + label
    return path


def _hunks(store: Store, tree: str, path: str) -> int:
    """Count the conflict markers; none where the content is not text."""
    found = store.find(f"{tree}:{path}")
    return count_markers(found.data) if found else 0


def read_stages(lines: Iterable[str]) -> dict[str, str]:
    r"""Map each path to its stages in the index: <mode> <oid> <stage>\t<path>."""
    stages: dict[str, str] = {}
    for line in lines:
        about, _, path = line.partition("\t")
        stages[path] = stages.get(path, "") + about[-1]
    return stages


def count_markers(data: bytes) -> int:
    """Count the conflicts that are marked in a file."""
    return len(MARKER.findall(data))
