"""A plan as a table in a person's page, as HTML, and from run to run."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dr_refit.errors import RefitError
from dr_refit.plan import history
from dr_refit.plan.model import (
    Before,
    Phase,
    PhaseProgress,
    Plan,
    Progress,
    Row,
    RowProgress,
)
from dr_refit.plan.verdict import Left, Place
from dr_refit.report.formats import FORMATS
from dr_refit.report.table import refreshed, table
from tests.support.profiles import examples

if TYPE_CHECKING:
    from pathlib import Path

EVIL = "<img src=x>|`a`[b](c)\n**x**\x1b[31m"


def row(name: str, *left: Left, said: tuple[str, ...] = (), **more: str) -> RowProgress:
    one = Row(name=name, content=more.pop("content", name), checks=(), **more)  # type: ignore[arg-type]
    return RowProgress(row=one, said=said, left=left)


def progress(*rows: RowProgress) -> Progress:
    phase = Phase(title="Utilities", rows=tuple(one.row for one in rows))
    return Progress(
        plan=Plan(title="Ours", phases=(phase,)),
        phases=(PhaseProgress(title="Utilities", rows=rows),),
    )


DONE = row("done", said=("dr-hf is published: 0.1.0",), source="hf_utils")
OPEN = row(
    "open",
    Left(
        why="datadec imports hf_utils",
        repository="datadec",
        places=tuple(Place("a.py", line) for line in (1, 2, 3, 4)),
        command="fleet migrate hf_utils --repos datadec",
    ),
    destination="dr_hf",
)
UNKNOWN = row("unknown", Left(why="whether x is published", measured=False))
ALL = progress(DONE, OPEN, UNKNOWN)


def test_the_table() -> None:
    assert table(ALL)[2:] == [
        "| 1 | hf\\_utils |  | done | ✅ done: dr-hf is published: 0.1.0 |",
        (
            "| 1 |  | **dr\\_hf** | open | open: 4 left<br>datadec imports hf\\_utils"
            " (`a.py:1`, `a.py:2`, `a.py:3` and 1 more):"
            " `fleet migrate hf_utils --repos datadec` |"
        ),
        "| 1 |  |  | unknown | not measured<br>not measured: whether x is published |",
    ]


def test_nothing_in_a_cell_is_markup() -> None:
    left = Left(why=EVIL, places=(Place(EVIL, 1),), command=EVIL)
    line = table(progress(row("x", left, content=EVIL)))[2]
    bare = line.replace("\\|", "").replace("\\[", "").replace("<br>", "")
    assert bare.count("|") == 6
    for code in ("`` ", " ``"):
        assert code in line
    outside = bare.split("``")[0]
    assert "<" not in outside
    assert "\n" not in line


PAGE = b"# Mine\r\n\n<!-- plan:begin -->\nold\n<!-- plan:end -->\nrest  \n"
LISTED = b"1. a\n\n   <!-- plan:begin -->\n   old\n   <!-- plan:end -->\n2. b\n"


def test_a_page_is_refreshed_between_its_markers() -> None:
    new = refreshed(PAGE, ALL)
    head, _, rest = PAGE.partition(b"old\n")
    assert new.startswith(head)
    assert new.endswith(rest)
    assert refreshed(new, ALL) == new
    lines = new[len(head) : -len(rest)].decode().split("\n")
    assert lines == ["", *table(ALL), "", ""]


@examples(60)
@given(st.binary(max_size=40), st.binary(max_size=40))
def test_the_rest_stays_byte_for_byte(before: bytes, after: bytes) -> None:
    fences = {b"`", b"~", b"<"}
    if any(mark in text for mark in fences for text in (before, after)):
        return
    page = before + b"\n<!-- plan:begin -->\nx\n<!-- plan:end -->\n" + after
    new = refreshed(page, ALL)
    assert new.startswith(before + b"\n<!-- plan:begin -->\n")
    assert new.endswith(b"<!-- plan:end -->\n" + after)


def test_in_a_list_the_table_is_as_far_in_as_its_marker() -> None:
    new = refreshed(LISTED, ALL)
    lines = new.decode().splitlines()
    assert lines[4:-3] == [f"   {line}" for line in table(ALL)]
    assert refreshed(new, ALL) == new
    assert new.endswith(LISTED.partition(b"   old\n")[2])


def test_windows_line_ends() -> None:
    page = PAGE.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    assert refreshed(page, ALL).count(b"\n") == refreshed(page, ALL).count(b"\r\n")


@pytest.mark.parametrize(
    ("page", "what"),
    [
        (b"# Mine\n", "no place for the table"),
        (b"```md\n" + PAGE + b"```\n", "no place for the table"),
        (b"~~~~\n~~~\n" + PAGE, "no place for the table"),
        (PAGE + PAGE, "2 and 2 times"),
        (PAGE.replace(b"end", b"END"), "1 and 0 times"),
        (b"<!-- plan:end -->\n<!-- plan:begin -->\n", "1 and 1 times"),
    ],
)
def test_a_page_without_its_markers(page: bytes, what: str) -> None:
    with pytest.raises(RefitError, match=what):
        refreshed(page, ALL)


def test_markers_in_a_fence_are_none() -> None:
    example = b"```md\n" + PAGE + b"```\n"
    assert refreshed(example + PAGE, ALL).startswith(example)


def test_the_card_of_a_phase() -> None:
    changed = replace(OPEN, before=Before("not measured", 1))
    page = FORMATS["html"](replace(progress(DONE, changed), since="2026-01-02"))
    assert "<title>Ours: 1 of 2 rows done</title>" in page
    for text in ("1. Utilities", "Changed since 2026-01-02", "fleet migrate hf_utils"):
        assert text in page
    assert "open, was not measured" in page
    evil = FORMATS["html"](progress(row("x", Left(why=EVIL), content=EVIL)))
    assert "<img" not in evil


def test_every_format_has_all_that_is_left() -> None:
    for name in FORMATS:
        text = FORMATS[name](ALL)
        assert "datadec imports hf" in text
        assert "not measured" in text or "not-measured" in text or name == "json"
    data = json.loads(FORMATS["json"](ALL))
    (phase,) = data["phases"]
    assert [one["state"] for one in phase["rows"]] == ["done", "open", "not measured"]
    assert data["exit_code"] == 1


def test_what_changed_stays_until_the_next_change(tmp_path: Path) -> None:
    file = str(tmp_path / "plan.json")
    first, second = progress(OPEN).phases, progress(replace(OPEN, left=())).phases
    for phases, day in ((first, "d1"), (first, "d2"), (second, "d3"), (second, "d4")):
        history.write(file, history.read(file).after(phases, day))
    known = history.read(file)
    assert (known.before.day, known.now.day) == ("d1", "d3")
    ((compared,),) = (one.rows for one in history.compared(second, known.before))
    assert compared.before == ("open", 4)


def test_what_is_not_measured_has_not_changed() -> None:
    done, unknown = progress(DONE).phases, progress(replace(DONE, left=UNKNOWN.left))
    known = history.History().after(done, "d1")
    assert known.after(unknown.phases, "d2") == known
    assert history.compared(unknown.phases, known.now) == unknown.phases


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"now": 1, "before": 2}'])
def test_a_history_that_is_none(text: str, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(text)
    assert history.read(str(tmp_path / "plan.json")) == history.History()
