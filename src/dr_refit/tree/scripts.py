"""Scripts of Python whose names have no ending: their first line says what they are."""

from __future__ import annotations


def is_bare(path: str) -> bool:
    """Return whether the name of a file has no ending: a script may have none."""
    return "." not in path[path.rfind("/") + 1 :]


def is_script(data: bytes) -> bool:
    """Return whether the first line of a file says that Python runs it."""
    return data.startswith(b"#!") and b"python" in data[: data.find(b"\n") + 1]
