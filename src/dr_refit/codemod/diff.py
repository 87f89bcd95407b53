"""A change as a unified diff."""

from __future__ import annotations

import difflib
import os
import re

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


#: How git writes what would end a name; all else is octal.
_ESCAPES = {ord(a): b for a, b in zip('\a\b\t\n\v\f\r"\\', 'abtnvfr"\\', strict=True)}


def _header(side: str, path: str) -> str:
    """Return the name of a file as git and patch find it from the working folder."""
    if os.path.isabs(path):
        below = os.path.relpath(path)
        path = path if below.startswith("..") else below
    name = _quoted(f"{side}/{os.path.normpath(path).lstrip('/')}")
    # Without a tab, a name ends with its first space.
    return f"{name}\t" if " " in name else name


def _quoted(name: str) -> str:
    """Quote a file name as git does where it could forge a line."""
    if name.isprintable() and not set(name) & set('"\\'):
        return name
    parts = []
    for byte in name.encode("utf-8", "surrogateescape"):
        if byte in _ESCAPES:
            parts.append(f"\\{_ESCAPES[byte]}")
        else:
            special = byte < 0x20 or byte >= 0x7F
            parts.append(f"\\{byte:03o}" if special else chr(byte))
    return f'"{"".join(parts)}"'


def unified(path: str, before: bytes, after: bytes) -> str:
    """Show what changed in a file, as `diff -u` would.

    Bytes that are not UTF-8 are surrogates in it, as they are in names of files.
    """
    old, new = (
        _LINE.findall(data.decode("utf-8", "surrogateescape"))
        for data in (before, after)
    )
    lines = difflib.unified_diff(old, new, _header("a", path), _header("b", path))
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in lines
    )
