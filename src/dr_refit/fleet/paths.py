"""Which paths a render may have, and where its links may point."""

from __future__ import annotations

import os

from dr_refit.fleet.stopped import JobStopped


def check_paths(folder: str) -> None:
    """Stop where a render would write into `.git`, or reach out of the project."""
    root = os.path.realpath(folder)
    for here, folders, files in os.walk(folder):
        for name in (*folders, *files):
            path = os.path.join(here, name)
            shown = os.path.relpath(path, folder)
            if _is_dot_git(name):
                raise JobStopped(
                    "failed",
                    f"the template renders {shown!r}: that is git's",
                    "name .git under _exclude in its copier.yml",
                )
            if os.path.islink(path):
                target = os.path.realpath(path)
                inside = os.path.commonpath([root, target]) == root
                if os.path.isabs(os.readlink(path)) or not inside:
                    what = f"the template's link {shown!r} leaves the project"
                    raise JobStopped("failed", what)
            elif name in files and not os.path.isfile(path):
                raise JobStopped(
                    "failed", f"the template renders {shown!r}: not a file"
                )


#: Characters that HFS+ ignores in names.
_IGNORED = dict.fromkeys(
    [*range(0x200C, 0x2010), *range(0x202A, 0x202F), *range(0x206A, 0x2070), 0xFEFF]
)


def _is_dot_git(name: str) -> bool:
    """Return whether some file system takes a name for `.git`, or could not hold it."""
    plain = name.translate(_IGNORED).casefold()
    # NTFS: streams after a colon, no dots or spaces at the end, short names.
    plain = plain.partition(":")[0].rstrip(". ")
    return plain in {".git", "git~1"} or "\\" in name
