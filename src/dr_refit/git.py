"""What git is asked, so that nothing of the repository's own is run.

The one module that starts other programs.
"""

from __future__ import annotations

import os

#: Settings that would run a program, and whatever the user has set elsewhere.
_NEUTRAL = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_COUNT": "2",
    "GIT_CONFIG_KEY_0": "core.fsmonitor",
    "GIT_CONFIG_VALUE_0": "false",
    "GIT_CONFIG_KEY_1": "core.hooksPath",
    "GIT_CONFIG_VALUE_1": os.devnull,
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
}


def _git(folder: str, *arguments: str) -> str | None:
    """Give what git prints; None where it fails, or is not there."""
    import subprocess  # noqa: PLC0415 - not needed outside a repository

    try:
        done = subprocess.run(  # noqa: S603 - a list, and no shell
            ["git", *arguments],  # noqa: S607 - the user's own git
            cwd=folder,
            env=os.environ | _NEUTRAL,
            capture_output=True,
            check=True,
            timeout=10,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return os.fsdecode(done.stdout)


def uncommitted(folder: str) -> list[str]:
    """List the tracked files below a folder that differ from what git has staged.

    None are listed where that cannot be asked safely: outside a repository, without
    git, or where the repository's own settings name filters, which git would run.
    """
    if not _is_in_repository(folder):
        return []
    names = _git(folder, "config", "--includes", "--list", "--name-only", "-z")
    if names is None or any(n.lower().startswith("filter.") for n in names.split("\0")):
        return []
    options = ("--name-only", "--relative", "--ignore-submodules=all", "-z")
    touched = _git(folder, "diff-files", *options, "--", ".")
    if not touched:
        return []
    staged = _git(folder, "ls-files", "--stage", "-z", "--", ".") or ""
    # mode object stage<TAB>name
    entries = (entry.partition("\t") for entry in staged.split("\0"))
    objects = {name: about.split()[1] for about, _, name in entries if name}
    return [
        name
        for name in touched.split("\0")
        if name and _object(os.path.join(folder, name)) != objects.get(name)
    ]


def _is_in_repository(folder: str) -> bool:
    folder = os.path.abspath(folder)
    while not os.path.exists(os.path.join(folder, ".git")):
        folder, below = os.path.split(folder)
        if not below:
            return False
    return True


def _object(path: str) -> str | None:
    """Give the name that git has for a file's content; None where there is no file."""
    import hashlib  # noqa: PLC0415

    try:
        with open(path, "rb") as file:
            data = file.read()
    except OSError:
        return None
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()  # noqa: S324 - git's
