"""The numbered list of what changes at calls: each row is edited, or reported."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tools.behaviour_changes import rows

CASE = Path(__file__).parents[1] / "cases/calls_by_row"
ALL = set(range(1, 90))
#: Rows with which a call is what it was.
UNCHANGED = {12, 16}
#: Rows about other files than those of the case, which have other cases.
ELSEWHERE = {31, 88}


def numbered() -> dict[int, list[tuple[str, int, str]]]:
    """Map each row to the lines that are about it: path, number and text."""
    found: dict[int, list[tuple[str, int, str]]] = {}
    for path in sorted((CASE / "before").iterdir()):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if told := re.search(r"#((?: \d+)+)$", line):
                for row in told[1].split():
                    found.setdefault(int(row), []).append((path.name, number, line))
    return found


LINES = numbered()


def test_the_shipped_migrations_have_all_rows() -> None:
    assert {row for numbers in rows().values() for row in numbers} == ALL


def test_the_case_has_all_rows() -> None:
    assert LINES.keys() == ALL - ELSEWHERE


@pytest.mark.parametrize("row", sorted(LINES))
def test_a_row_is_edited_or_reported(row: int) -> None:
    report = (CASE / "report.txt").read_text().splitlines()
    for path, number, line in LINES[row]:
        kept = line in (CASE / "after" / path).read_text().splitlines()
        told = any(one.startswith(f"{path}:{number}:") for one in report)
        assert (not kept or told) == (row not in UNCHANGED), line
