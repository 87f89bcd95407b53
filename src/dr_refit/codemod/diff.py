"""A change as a unified diff."""

from __future__ import annotations

import difflib
import re

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def _quoted(name: str) -> str:
    """Quote a file name as git does where it could forge a line."""
    if name.isprintable() and not set(name) & set('"\\'):
        return name
    parts = []
    for byte in name.encode("utf-8", "surrogateescape"):
        special = byte < 0x20 or byte >= 0x7F or byte in b'"\\'
        parts.append(f"\\{byte:03o}" if special else chr(byte))
    return f'"{"".join(parts)}"'


def unified(path: str, before: bytes, after: bytes) -> str:
    """Show what changed in a file, as `diff -u` would.

    Bytes that are not UTF-8 are shown as backslash escapes.
    """
    old, new = (
        _LINE.findall(data.decode("utf-8", "backslashreplace"))
        for data in (before, after)
    )
    name = path.lstrip("/")
    lines = difflib.unified_diff(old, new, _quoted(f"a/{name}"), _quoted(f"b/{name}"))
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in lines
    )
