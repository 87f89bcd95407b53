"""Whose a file is, and who may do what with it: kept when another takes its place."""

from __future__ import annotations

import errno
import os
import stat

from dr_refit.codes import Code
from dr_refit.errors import FileRefused

#: The kernel makes these of the content.
_OF_CONTENT = {"security.evm", "security.ima"}
_NONE = {errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS}


def keep(old: int, new: int) -> None:
    """Take owner, group, extended attributes, ACL and mode over from an open file.

    Raises FileRefused where one of them cannot be kept.
    """
    was, now = os.fstat(old), os.fstat(new)
    owner = was.st_uid, was.st_gid
    if owner != (now.st_uid, now.st_gid):
        try:
            os.fchown(new, *owner)
        except OSError as error:
            raise _lost(f"its owner and group ({owner[0]}:{owner[1]})") from error
    # They come after the owner, whose change takes capabilities away.
    _keep_attributes(old, new)
    # And the mode comes last: a set-user-ID bit is for its owner alone.
    os.fchmod(new, stat.S_IMODE(was.st_mode))
    now = os.fstat(new)
    if (was.st_mode, *owner) != (now.st_mode, now.st_uid, now.st_gid):
        raise _lost(f"its mode ({stat.S_IMODE(was.st_mode):o})")


def _keep_attributes(old: int, new: int) -> None:
    """Make the extended attributes the same, ACLs among them."""
    wanted, there = _attributes(old), _attributes(new)
    # A folder may have a default ACL that the old file has not.
    for name in there.keys() | wanted.keys():
        if there.get(name) == wanted.get(name):
            continue
        try:
            if name in wanted:
                os.setxattr(new, name, wanted[name])
            else:
                os.removexattr(new, name)
        except OSError as error:
            raise _lost(f"its attribute {name}") from error


def _attributes(file: int) -> dict[str, bytes]:
    if not hasattr(os, "listxattr"):
        return {}
    try:
        names = {*os.listxattr(file)} - _OF_CONTENT
    except OSError as error:
        if error.errno in _NONE:
            return {}
        raise
    return {name: os.getxattr(file, name) for name in names}


def _lost(what: str) -> FileRefused:
    message = f"{what} cannot be kept: run this as its owner, or rewrite it by hand"
    return FileRefused(Code.NOT_WRITTEN, message)
