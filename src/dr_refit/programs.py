"""Where programs are found: never in a tree that is worked on.

A repository may bring a program that is called git, and a PATH may lead into it:
`./node_modules/.bin`, an empty entry, a folder that was made for another checkout.
"""

from __future__ import annotations

import os
import sys
from functools import cache


def find(name: str, path: str) -> str | None:
    """Return the absolute path of a program on a PATH; None: it is not there."""
    if os.path.isabs(name):
        return name
    for folder in path.split(os.pathsep):
        found = os.path.join(folder, name)
        if (
            os.path.isabs(folder)
            and os.path.isfile(found)
            and os.access(found, os.X_OK)
        ):
            return found
    return None


def trusted(path: str, *folders: str) -> str:
    """Return a PATH without what lies in the trees of some folders.

    Nor has it anything that is relative, or in the tree of the working folder.
    """
    here = os.path.realpath("")
    return _trusted(path, frozenset({here, *map(os.path.realpath, folders)}))


@cache
def _trusted(path: str, folders: frozenset[str]) -> str:
    trees = {*filter(None, map(_tree, folders))}
    #: What runs this is trusted already.
    own = os.path.dirname(sys.executable)
    return os.pathsep.join(
        entry
        for entry in path.split(os.pathsep)
        if os.path.isabs(entry)
        and (entry == own or not any(_is_below(entry, tree) for tree in trees))
    )


def _tree(folder: str) -> str | None:
    """Return the root of the tree that a folder is in.

    None: it is all that a user has, or a machine.
    """
    above = folder
    while not os.path.lexists(os.path.join(above, ".git")):
        above, below = os.path.split(above)
        if not below:
            above = folder
            break
    home = os.path.realpath(os.path.expanduser("~"))
    return None if _is_below(home, above) else above


def _is_below(path: str, tree: str) -> bool:
    """Return whether a path is in a tree, as it is written or by its links."""
    spellings = (os.path.normpath(path), os.path.realpath(path))
    return any(os.path.commonpath([each, tree]) == tree for each in spellings)
