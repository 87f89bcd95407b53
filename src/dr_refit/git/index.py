"""What git tracks in a folder of the user's, and what of it has changed since.

It is asked so that nothing of the repository is run.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit import files
from dr_refit.git.run import neutral
from dr_refit.process import ProgramError, run

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def tracked(folder: str, patterns: Iterable[str]) -> frozenset[str]:
    """List the tracked files of a repository that match a pattern of git's.

    `folder` is the root of its work tree, to which the paths are relative. None are
    listed where git cannot say it.
    """
    folder = os.path.abspath(folder)
    # A `.git` that is no repository ends the search upwards.
    listed = _output(
        folder,
        *("ls-files", "-z", "--", *patterns),
        timeout=60,
        GIT_CEILING_DIRECTORIES=os.path.dirname(folder),
    )
    return frozenset((listed or "").split("\0")[:-1])


def uncommitted(folder: str) -> list[str]:
    """List the tracked files below a folder that differ from what git has staged.

    None are listed where that cannot be asked safely: outside a repository, without
    git, or where the repository's own settings name filters, which git would run.
    """
    if not _is_in_repository(folder):
        return []
    names = _output(folder, "config", "--includes", "--list", "--name-only", "-z")
    if names is None or any(n.lower().startswith("filter.") for n in names.split("\0")):
        return []
    options = ("--name-only", "--relative", "--ignore-submodules=all", "-z")
    touched = _output(folder, "diff-files", *options, "--", ".")
    if not touched:
        return []
    staged = _output(folder, "ls-files", "--stage", "-z", "--", ".") or ""
    # mode object stage<TAB>name
    entries = (entry.partition("\t") for entry in staged.split("\0"))
    objects = {name: about.split()[1] for about, _, name in entries if name}
    different = [
        name
        for name in touched.split("\0")
        if name and _object(os.path.join(folder, name)) != objects.get(name)
    ]
    stored = _stored(folder, different)
    return [name for name in different if stored.get(name) != objects.get(name, "")]


def _is_in_repository(folder: str) -> bool:
    folder = os.path.abspath(folder)
    while not os.path.exists(os.path.join(folder, ".git")):
        folder, below = os.path.split(folder)
        if not below:
            return False
    return True


def _object(path: str) -> str | None:
    """Return the name that git has for a file's content; None if there is no file."""
    from dr_refit.git.loose import object_id  # start-up time

    try:
        data = files.read(path)
    except OSError:
        return None
    return object_id("blob", data)


def _stored(folder: str, names: Iterable[str]) -> dict[str, str]:
    """Map files to what git would call them once they have the line ends it stores."""
    asked = [
        name
        for name in names
        if "\n" not in name and os.path.isfile(os.path.join(folder, name))
    ]
    paths = os.fsencode("".join(f"{name}\n" for name in asked))
    called = _output(folder, "hash-object", "--stdin-paths", stdin=paths)
    return dict(zip(asked, (called or "").split(), strict=False))


def _output(
    folder: str,
    *arguments: str,
    stdin: bytes = b"",
    timeout: float = 10,
    **variables: str,
) -> str | None:
    """Ask git in a folder of the user's; None where it fails, or is not there."""
    try:
        done = run(
            ["git", *arguments],
            folder=folder,
            environment=neutral() | {"GIT_ALLOW_PROTOCOL": ""} | variables,
            stdin=stdin,
            timeout=timeout,
        )
    except ProgramError:
        return None
    return os.fsdecode(done.out) if done.code == 0 else None


def changed(folder: str) -> list[str]:
    """List the tracked files below a folder that differ from the last commit."""
    staged = _output(
        folder,
        "diff-index",
        "--cached",
        "--name-only",
        "--relative",
        "-z",
        "HEAD",
        "--",
    )
    names = {name for name in (staged or "").split("\0") if name}
    return sorted({*names, *uncommitted(folder)})


def head(folder: str) -> str:
    """Return the commit that a folder is at; empty where there is none."""
    return (_output(folder, "rev-parse", "--verify", "-q", "HEAD") or "").strip()


def stage_renames(folder: str, renames: Mapping[str, str]) -> None:
    """Stage files under their new paths, with what is staged of them.

    Paths are relative to the folder; nothing is done outside of a repository.
    """
    prefix = _output(folder, "rev-parse", "--show-prefix")
    if prefix is None or not renames:
        return
    listed = _output(folder, "ls-files", "--stage", "-z", "--", *renames) or ""
    lines = []
    for entry in filter(None, listed.split("\0")):
        about, _, name = entry.partition("\t")
        mode, oid, stage = about.split()
        for old, new in renames.items():
            if name == old or name.startswith(f"{old}/"):
                top = prefix.rstrip("\n")
                lines.append(f"0 {'0' * len(oid)}\t{top}{name}")
                lines.append(f"{mode} {oid} {stage}\t{top}{new}{name[len(old) :]}")
    text = os.fsencode("".join(f"{line}\0" for line in lines))
    _output(folder, "update-index", "-z", "--index-info", stdin=text)
