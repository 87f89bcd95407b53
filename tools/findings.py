"""Write the table of codes into docs/findings.md: `python tools/findings.py PAGE`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from dr_refit.findings import Code


def table() -> str:
    """Return a Markdown table with a row for each code."""
    rows = [("code", "level", "what it means", "what to do"), ("---",) * 4]
    rows += [(f"`{c}`", c.level, c.summary, c.advice) for c in Code]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def main(page: Path) -> None:
    """Replace the table of a page."""
    old = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)
    page.write_text(old.sub(lambda _: table(), page.read_text()))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
