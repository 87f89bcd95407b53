"""What `git add` makes of files: ignored, with other line ends, through filters."""

from __future__ import annotations

import os
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING

from dr_refit.tree.commit import Commit
from dr_refit.tree.ignored import is_ignored, rules_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dr_refit.git.objects import Entry
    from dr_refit.git.store import Store

ATTRIBUTES = ".gitattributes"
#: How a pointer of Git LFS begins.
_LFS = "version https://git-lfs.github.com/spec/"
#: What is said of a path without a filter.
_UNFILTERED = {"unspecified", "unset", "set"}


def attributes(entries: Mapping[str, Entry]) -> dict[str, Entry]:
    """Return the files of attributes among those of a tree."""
    return {
        path: entry
        for path, entry in entries.items()
        if path.rpartition("/")[2] == ATTRIBUTES and entry.mode.startswith("100")
    }


def ignored(
    store: Store, entries: Mapping[str, Entry], paths: Iterable[str], checkout: str = ""
) -> frozenset[str]:
    """Return which paths git ignores in a project that does not track them.

    In a checkout, files that are there may be ignored by rules that nobody commits.
    """
    new = [path for path in paths if path not in entries]
    tree = Commit(entries, store)
    folders = [path.rpartition("/")[0] for path in tree.named(".gitignore")]
    rules = [each for folder in folders for each in rules_of(tree, folder)]
    found = {path for path in new if is_ignored(rules, path)} if rules else set()
    git = replace(store.networked, folder=os.path.join(checkout, ".git"))
    there = [path for path in new if path not in found and is_there(checkout, path)]
    if there and os.path.exists(git.folder):
        listed = git(
            *("-C", checkout, "check-ignore", "-z", "--stdin"),
            stdin=os.fsencode("".join(f"{path}\0" for path in there)),
            good=(0, 1),
            GIT_WORK_TREE=checkout,
        )
        found.update(os.fsdecode(listed).split("\0")[:-1])
    return frozenset(found)


def is_there(checkout: str, path: str) -> bool:
    """Return whether a path is in a checkout; empty: there is none."""
    return bool(checkout) and os.path.lexists(os.path.join(checkout, path))


def with_line_ends(
    store: Store,
    entries: Mapping[str, Entry],
    base: Mapping[str, Entry],
    theirs: Mapping[str, Entry],
) -> tuple[dict[str, Entry], dict[str, Entry]]:
    """Return two renders without the CRLF of files that a project stores with LF.

    So git stores what has the attribute `text`, or is added with core.autocrlf.
    """
    plain: dict[str, dict[str, Entry]] = {"base": {}, "theirs": {}}
    for path, entry in base.items():
        ours = entries.get(path)
        if ours is None or ours.oid == entry.oid:
            continue
        if not all(each.mode.startswith("100") for each in (ours, entry)):
            continue
        if not _has_crlf(store.content(entry.oid)) or b"\r" in store.content(ours.oid):
            continue
        for name, render in (("base", base), ("theirs", theirs)):
            if path in render:
                data = store.content(render[path].oid).replace(b"\r\n", b"\n")
                plain[name][path] = render[path]._replace(oid=store.blob(data))
    return {**base, **plain["base"]}, {**theirs, **plain["theirs"]}


def _has_crlf(data: bytes) -> bool:
    return b"\r\n" in data and b"\0" not in data


def filters(
    store: Store, tree: str, paths: Iterable[str], index: str
) -> dict[str, str]:
    """Map those paths of a tree that git puts through a filter to its name."""
    entries = attributes(store.entries(tree)).values()
    if not any(b"filter" in store.content(entry.oid) for entry in entries):
        return {}
    store.git("read-tree", tree, GIT_INDEX_FILE=index)
    listed = store.git(
        *("check-attr", "--cached", "-z", "--stdin", "filter"),
        stdin=os.fsencode("".join(f"{path}\0" for path in paths)),
        GIT_INDEX_FILE=index,
    )
    os.unlink(index)
    # <path>\0 <attribute>\0 <value>\0 …
    fields = iter(os.fsdecode(listed).split("\0")[:-1])
    found = zip(fields, fields, fields, strict=True)
    return {path: value for path, _, value in found if value not in _UNFILTERED}


def pointer(data: bytes) -> bytes:
    """Return what Git LFS stores instead of a file."""
    if data.startswith(_LFS.encode()):
        return data
    oid = sha256(data).hexdigest()
    text = f"{_LFS}v1\noid sha256:{oid}\nsize {len(data)}\n"
    return text.encode() if data else data
