"""plan.toml: what it becomes, and every refusal with its line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dr_refit.errors import RefitError
from dr_refit.fleet import manifest
from dr_refit.plan import toml
from tests.support.machine import ROOT
from tests.support.wrong_toml import Wrong, assert_refused, assert_schema

if TYPE_CHECKING:
    from pathlib import Path

EXAMPLE = ROOT / "examples/plan.toml"
GOOD = """\
title = "Ours"

[switch.place]
question = "Where?"
options = { here = "near", there = "far" }
choice = "here"

[[phase]]
title = "First"

[[phase.row]]
name = "one"
from = "a"
to = "b"
content = "everything"
no-import = [{ package = "a.b" }, { package = "c", repositories = ["d"] }]

[[phase.row]]
name = "two"
content = "the rest"
when = { place = "there" }
after = ["one"]

[[phase.row.repository]]
name = "b"
command = "make b"
"""


def wrong(old: str, new: str, what: str, hint: str) -> Wrong:
    """Replace a part of a good file, whose line is to blame."""
    assert GOOD.count(old) == 1
    lines = GOOD.replace(old, new).split("\n")
    number = next(n for n, line in enumerate(lines) if new in line)
    lines[number] += "  #!"
    return "\n".join(lines), what, hint


WRONG = [
    wrong('from = "a"', 'frm = "a"', "unknown key frm", "from"),
    wrong('name = "two"', 'name = "one" ', "there are two rows one", "rename"),
    wrong('name = "two"', 'name = "Two"', "name must be a name of lower-", "reports"),
    wrong('"a.b"', '"a-b"', "package must be a dotted name", "module"),
    wrong('["d"]', '["D"]', "repositories must be a name of a rep", "Where to look"),
    wrong('after = ["one"]', 'after = ["on"]', "there is no row on", "mean one?"),
    wrong('after = ["one"]', 'after = ["two"]', "two comes before two", "above it"),
    wrong('{ place = "there" }', '{ plac = "there" }', "there is no switch", "place"),
    wrong('{ place = "there" }', '{ place = "ther" }', "ther is no option", "there?"),
    wrong('choice = "here"', 'choice = "her"', "her is no option of place", "here?"),
    wrong("when = {", "# when = {", "no row depends", "give one"),
    wrong('title = "Ours"', "title = 1", "title must be a line", "name of the plan"),
    wrong("no-import", "# no-import", "one has no check", "there are: repository"),
    wrong("[[phase.row.repository]]", "[[phase.row.repo]]", "unknown key repo", ""),
    wrong(
        'no-import = [{ package = "a.b" }, { package = "c", repositories = ["d"] }]',
        'free-of = [{ repository = "d" }]',
        "free-of says not what of",
        "add concerns",
    ),
    wrong(
        'no-import = [{ package = "a.b" }, { package = "c", repositories = ["d"] }]',
        'dataset = [{ name = "a/b" }]',
        "nobody is asked for a/b",
        "instead-of",
    ),
    wrong(
        'no-import = [{ package = "a.b" }, { package = "c", repositories = ["d"] }]',
        'published = [{ distribution = "d", version = ">=1,<<2" }]',
        ">=1,<<2 is no version specifier",
        "such as",
    ),
    wrong('question = "Where?"', 'question = ""', "question must be a line", "decided"),
    wrong(
        'no-import = [{ package = "a.b" }, { package = "c", repositories = ["d"] }]',
        'dataset = [{ name = "a/b", instead-of = "a/b" }]',
        "a/b cannot take its own place",
        "leave instead-of out",
    ),
    wrong(
        'no-import = [{ package = "a.b" }, { package = "c", repositories = ["d"] }]',
        'depends = [{ repository = "d", on = [] }]',
        "depends says not on whom",
        "name it",
    ),
    wrong(
        'no-import = [{ package = "a.b" }, { package = "c", repositories = ["d"] }]',
        'free-of = [{ repository = "d", paths = ["a/../b"] }]',
        "paths must be a pattern",
        "from the root of the repository",
    ),
    wrong(
        'no-import = [{ package = "a.b" }, { package = "c", repositories = ["d"] }]',
        'free-of = [{ repository = "d", paths = ["/b"] }]',
        "paths must be a pattern",
        "from the root of the repository",
    ),
]
# These are said where the table begins, or the switch is.
MOVED = {10: ("[switch.place]",), 12: ("[[phase.row]]",)}


@pytest.mark.parametrize("number", range(len(WRONG)))
def test_refusal(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text, what, hint = WRONG[number]
    for line in MOVED.get(number, ()):
        text = text.replace("  #!", "").replace(line, f"{line}  #!")
    assert_refused(toml.load, "plan.toml", (text, what, hint))


def test_a_file_becomes_a_plan(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    file.write_text(GOOD, "utf-8")
    plan = toml.load(str(file))
    (phase,) = plan.phases
    one, two = phase.rows
    assert (one.name, one.source, one.destination) == ("one", "a", "b")
    assert len(one.checks) == 2
    assert (two.when, two.after) == ({"place": "there"}, ("one",))
    assert two.checks[0].command == "make b"
    assert plan.switches[0].choice == "here"


def test_a_plan_without_rows_is_none(tmp_path: Path) -> None:
    file = tmp_path / "plan.toml"
    for phases in ("phase = []", '[[phase]]\ntitle = "b"\nrow = []'):
        file.write_text(f'title = "a"\n{phases}\n')
        with pytest.raises(RefitError, match="has no row"):
            toml.load(str(file))


def test_there_is_none(tmp_path: Path) -> None:
    with pytest.raises(RefitError, match="No such file") as caught:
        toml.load(str(tmp_path / "plan.toml"))
    assert "--plan" in caught.value.hint


def test_the_schema_says_the_same() -> None:
    schema = toml.json_schema()
    assert_schema(schema, GOOD, refuses=False)
    assert_schema(schema, EXAMPLE.read_text("utf-8"), refuses=False)
    assert_schema(schema, WRONG[0][0], refuses=True)


def test_the_example_speaks_of_the_example_of_a_fleet() -> None:
    plan = toml.load(str(EXAMPLE))
    fleet = manifest.load(str(ROOT / "examples/fleet.toml"))
    known = {repo.name for repo in fleet.repositories}
    named = {
        name
        for phase in plan.phases
        for row in phase.rows
        for asked in row.checks
        for name in (
            getattr(asked.check, "repository", ""),
            *getattr(asked.check, "repositories", ()),
        )
        if name
    }
    # Those that no template will ever make are added by hand.
    assert named - known == {"dr-ingest", "dr-marimo", "ml-moe"}
    assert len(plan.phases) == 6
    assert {switch.choice for switch in plan.switches} == {""}


def test_the_choices_of_the_example_leave_one_row_each() -> None:
    plan = toml.load(str(EXAMPLE))
    rows = [row for phase in plan.phases for row in phase.rows]
    for switch in plan.switches:
        for option in switch.options:
            assert [row for row in rows if row.when.get(switch.name) == option]
