"""A change as a unified diff."""

from __future__ import annotations

import base64
import difflib
import os
import string
import zlib

from dr_refit.git.loose import object_id
from dr_refit.patterns import regex

#: How git writes the length of a line of what is no text.
_SIZES = f" {string.ascii_uppercase}{string.ascii_lowercase}"
_LINE = regex(r"[^\n]*\n|[^\n]+")
#: What git writes where there is no file.
_NO_FILE = "0" * 40

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


def _binary(before: bytes | None, after: bytes | None) -> str:
    """Show a change of what is no text, as git reads it; None: there is no file."""
    names = "..".join(
        _NO_FILE if data is None else object_id("blob", data)
        for data in (before, after)
    )
    parts = (_literal(after or b""), _literal(before or b""))
    return f"index {names} 100644\nGIT binary patch\n" + "\n".join(parts) + "\n"


def _literal(data: bytes) -> str:
    packed = zlib.compress(data)
    lines = [packed[at : at + 52] for at in range(0, len(packed), 52)]
    shown = (
        f"{_SIZES[len(one)]}{base64.b85encode(one, pad=True).decode()}\n"
        for one in lines
    )
    return f"literal {len(data)}\n" + "".join(shown)


def moved(old: str, new: str, before: bytes, after: bytes) -> str:
    """Show a file that moved, changed, is new, or is gone: then it has but one name.

    As git does, so that one without other changes stands among those with some.
    """
    names = _header("a", old or new), _header("b", new or old)
    header = f"diff --git {names[0]} {names[1]}\n"
    if not new:
        header += "deleted file mode 100644\n"
    elif old and old != new:
        header += f"rename from {_quoted(old)}\nrename to {_quoted(new)}\n"
    elif not old:
        header += "new file mode 100644\n"
    if b"\0" in before + after:
        return header + _binary(before if old else None, after if new else None)
    return header + _lines(
        _header("a", old) if old else "/dev/null",
        _header("b", new) if new else "/dev/null",
        before,
        after,
    )


def unified(path: str, before: bytes, after: bytes) -> str:
    """Show what changed in a file, as `diff -u` would.

    Bytes that are not UTF-8 are surrogates in it, as they are in names of files.
    """
    return _lines(_header("a", path), _header("b", path), before, after)


def _lines(name: str, new_name: str, before: bytes, after: bytes) -> str:
    if before == after:
        return ""
    old, new = (
        _LINE.findall(data.decode("utf-8", "surrogateescape"))
        for data in (before, after)
    )
    lines = difflib.unified_diff(old, new, name, new_name)
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"
        for line in lines
    )
