"""Literals that are called otherwise now: the names of data sets, and the like."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dr_refit.errors import RefitError
from dr_refit.toml import fields, list_of, string

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dr_refit.toml import Document, Table

#: In one line, and without what a shell or a quoted text reads as something else.
_LITERAL: Final = string("literal", r"^[^\s'\"\\`$(){}<>|&;#]+$")
VALUES: Final[Table] = list_of(
    fields(
        {
            "from": (_LITERAL, "What a whole literal was."),
            "to": (_LITERAL, "What it is now."),
        },
        "from",
        "to",
    ),
    "tables",
)


def read_values(file: Document) -> dict[str, str]:
    """Read the `[[value]]` tables of a migration.

    Raises RefitError for a literal that has two new ones, or moves on.
    """
    found: dict[str, str] = {}
    tables = file.data.get("value", ())
    for number, table in enumerate(tables):
        file.at = ("value", number)
        old, new = table["from"], table["to"]
        if old in found:
            raise RefitError(f"{old} is renamed twice", "leave one of the two out")
        if any(new == other["from"] for other in tables):
            raise RefitError(f"{old} becomes {new}, which is renamed", "name the last")
        found[old] = new
    return found


def part_of(text: str, values: Iterable[str]) -> str:
    """Return the value that stands in a text as a word of its own; else nothing."""
    longest = sorted(values, key=len, reverse=True)
    every = "|".join(map(re.escape, longest)) or "(?!)"
    found = re.search(rf"(?<![\w-])(?:{every})(?![\w-])", text)
    return found[0] if found else ""
