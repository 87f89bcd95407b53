"""The table of codes in docs/findings.md."""

from __future__ import annotations

import re
from pathlib import Path

from dr_refit.codes import Code

PAGE = Path(__file__).parents[1] / "docs/findings.md"


def page() -> str:
    """Return the page with the table of today's codes."""
    old = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)
    return old.sub(lambda _: _table(), PAGE.read_text("utf-8"))


def _table() -> str:
    """Return a Markdown table with a row for each code."""
    rows = [("code", "level", "what it means", "what to do"), ("---",) * 4]
    rows += [(f"`{c}`", c.level, c.summary, c.advice) for c in Code]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
