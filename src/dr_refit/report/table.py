"""The table of a plan in Markdown, and the page of a person in which it is kept."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Final

from dr_refit import files
from dr_refit.errors import FileRefused, RefitError
from dr_refit.patterns import regex
from dr_refit.report.diagnostics import status_of, told, with_commands
from dr_refit.report.markdown import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.plan.model import Progress, RowProgress

BEGIN: Final = "<!-- plan:begin -->"
END: Final = "<!-- plan:end -->"
_FENCE: Final = regex(r" {0,3}(`{3,}(?=[^`]*$)|~{3,})")


def table(progress: Progress) -> list[str]:
    """Return the lines of the table."""
    lines = [
        "| Phase | Current Repo | Destination | Content | Status |",
        "|------:|--------------|-------------|---------|--------|",
    ]
    for number, phase in enumerate(progress.phases, 1):
        for row in phase.rows:
            one = row.row
            destination = f"**{plain(one.destination)}**" if one.destination else ""
            cells = (str(number), plain(one.source), destination, plain(one.content))
            status = "<br>".join(_status(row))
            lines.append(f"| {' | '.join((*cells, status))} |")
    return lines


def _status(row: RowProgress) -> Iterator[str]:
    mark = "✅ " if row.state == "done" else ""
    yield f"{mark}{plain(status_of(row))}"
    for one, command in with_commands(row):
        run = f": {_code(command)}" if command else ""
        yield f"{told(one, plain, _code)}{run}"


def _code(text: str) -> str:
    """Return a text as code, in a cell of a table."""
    longest = max(map(len, re.findall(r"`+", text)), default=0)
    fence = "`" * (longest + 1)
    room = " " if longest else ""
    return f"{fence}{room}{' '.join(text.split())}{room}{fence}".replace("|", "\\|")


def refresh(path: str, progress: Progress) -> None:
    """Refresh the table in a page, or make one. Raises RefitError: it is as it was."""
    from dr_refit.tree.write import create, write

    try:
        if not os.path.lexists(path):
            create(path, refreshed(f"{BEGIN}\n{END}\n".encode(), progress))
            return
        page = files.read(path)
        write(path, refreshed(page, progress), expected=page)
    except OSError as error:
        raise RefitError(f"{path}: {error.strerror}", "name a page") from None
    except RefitError as error:
        raise RefitError(f"{path}: {error.message}", error.hint) from None
    except FileRefused as error:
        raise RefitError(f"{path}: {error.message}", "try again") from None


def refreshed(page: bytes, progress: Progress) -> bytes:
    """Return a page with the table between its markers, all else as it is.

    Raises RefitError where it has not the two markers, once each.
    """
    lines = page.splitlines(keepends=True)
    begin, end = _markers(lines)
    newline = b"\r\n" if lines[begin].endswith(b"\r\n") else b"\n"
    # In a list, the table is as far in as its marker.
    indent = lines[begin][: -len(lines[begin].lstrip(b" \t"))]
    new = [indent + line.encode() + newline for line in table(progress)]
    return b"".join([*lines[: begin + 1], newline, *new, newline, *lines[end:]])


def _markers(lines: list[bytes]) -> tuple[int, int]:
    found: dict[str, list[int]] = {BEGIN: [], END: []}
    fence = ""
    for number, data in enumerate(lines):
        line = data.decode("utf-8", "replace").rstrip()
        if fence:
            if re.fullmatch(rf" {{0,3}}{re.escape(fence)}{fence[0]}*", line):
                fence = ""
        elif opened := _FENCE.match(line):
            fence = opened[1]
        elif (text := line.strip()) in found:
            found[text].append(number)
    begins, ends = found[BEGIN], found[END]
    if len(begins) == len(ends) == 1 and begins < ends:
        return begins[0], ends[0]
    if not begins and not ends:
        raise RefitError("no place for the table", f"add the lines {BEGIN} and {END}")
    raise RefitError(
        f"the markers {BEGIN} and {END} are there {len(begins)} and {len(ends)} times",
        "one pair marks the place of the table",
    )
