"""A unified diff on a terminal."""

from __future__ import annotations

import re

from dr_refit.report.printable import printable

_COLORS = {"+": "\x1b[32m", "-": "\x1b[31m", "@": "\x1b[36m"}
_BOLD, _RESET = "\x1b[1m", "\x1b[0m"


def colored(diff: str) -> str:
    """Return the diff in colour."""

    def color(line: str) -> str:
        if line.startswith(("+++", "---")):
            return _BOLD
        return _COLORS.get(line[0], "")

    lines = re.findall(r"[^\n]*\n|[^\n]+", diff)
    return "".join(f"{color(line)}{line}{_RESET}" for line in lines)


def harmless(diff: str) -> str:
    """Return the diff without control characters that a file may hold."""
    lines = (map(printable, line.split("\t")) for line in diff.split("\n"))
    return "\n".join("\t".join(line) for line in lines)


def legible(diff: str) -> str:
    """Return the diff with escapes for bytes that are no text."""
    return diff.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
