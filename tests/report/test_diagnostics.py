"""One list of diagnostics, one printed form, and every format for every result."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from dr_refit.codemod.result import FileResult, Report
from dr_refit.codes import Code
from dr_refit.findings import Finding, Position
from dr_refit.fleet.model import (
    FleetReport,
    Located,
    Repo,
    RepoResult,
    RepoStatus,
)
from dr_refit.git.merge import Conflict
from dr_refit.report.diagnostics import diagnostics, line_of, location
from dr_refit.report.formats import FORMATS
from tests.support import fleets

if TYPE_CHECKING:
    from dr_refit.report.diagnostics import Result

FINDING = Finding(
    code=Code.UNKNOWN_NAME, message="no such name", position=Position(line=3, column=7)
)
LOCATED = Located(path="src/a b.py", finding=FINDING)
REWRITE = Report(
    results=(
        FileResult(path="src/a b.py", findings=(FINDING,)),
        FileResult(path="new.py", changed=True),
    ),
    looked_at=2,
    dry=True,
)
FLEET = FleetReport(
    operation="migrate",
    results=(
        RepoResult(repo="fine", outcome="up-to-date"),
        RepoResult(repo="made", outcome="created", findings=(LOCATED,)),
        RepoResult(
            repo="clash",
            outcome="conflict",
            message="run: fleet resolve clash",
            conflicts=(Conflict(path="a.txt", kind="UU", hunks=2),),
        ),
        RepoResult(repo="gone", outcome="failed", message="not there"),
    ),
)
MADE, LATE = (Repo(name=name, location=f"/fleet/{name}") for name in ("made", "late"))
STATUS = fleets.status(
    RepoStatus(repo=MADE, state="current", findings=(LOCATED,)),
    RepoStatus(repo=LATE, state="behind", version="v1"),
)
RESULTS: list[Result] = [REWRITE, FLEET, STATUS]
LINE = "src/a b.py:3:7: warning: no such name [unknown-name]"


@pytest.mark.parametrize("result", RESULTS, ids=["rewrite", "fleet", "status"])
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_every_result(name: str, result: Result) -> None:
    text = FORMATS[name](result)
    assert text.endswith("\n")
    if (name, result) != ("text", STATUS):  # a table of counts
        assert "no such name" in text
        assert "unknown-name" in text


@pytest.mark.parametrize("result", [REWRITE, FLEET], ids=["rewrite", "fleet"])
def test_a_finding_is_printed_in_one_form(result: Result) -> None:
    assert line_of("src/a b.py", FINDING) == LINE
    lines = [line.strip() for line in FORMATS["text"](result).splitlines()]
    assert LINE in lines


@pytest.mark.parametrize("result", [FLEET, STATUS], ids=["fleet", "status"])
def test_a_fleet_is_annotated_by_repository(result: Result) -> None:
    assert f"::warning title=made::{LINE}" in FORMATS["github"](result).splitlines()


def test_versions_to_choose_from_say_how_many_lines_differ() -> None:
    near = (("v1.1.0", 1), ("v1.0.0", 2))
    result = RepoResult(repo="lost", outcome="needs-choice", choices=near)
    text = FORMATS["text"](FleetReport(operation="adopt", results=(result,)))
    assert "v1.1.0: 1 line differs\n" in text
    assert "v1.0.0: 2 lines differ\n" in text


def test_a_location_has_what_is_known() -> None:
    assert location("a.py", Position()) == "a.py"
    assert location("a.py", Position(line=2)) == "a.py:2"
    assert location("a.ipynb", Position(cell=4, line=2, column=9)) == (
        "a.ipynb:cell 4:2:9"
    )
    assert location("::error::", Position(line=1)) == "./::error:::1"


def test_a_cell_is_in_json() -> None:
    position = Position(cell=4, line=2, column=9)
    finding = Finding(code=Code.UNKNOWN_NAME, message="x", position=position)
    report = Report(
        results=(FileResult(path="a.ipynb", findings=(finding,)),), looked_at=1
    )
    (file,) = json.loads(FORMATS["json"](report))["files"]
    assert file["findings"] == [
        {
            "code": "unknown-name",
            "message": "x",
            "line": 2,
            "column": 9,
            "cell": 4,
            "level": "warning",
            "kind": "imports",
        }
    ]


@pytest.mark.parametrize(
    ("result", "said"),
    [
        (
            REWRITE,
            [("unknown-name", "warning", ""), ("retired-import", "error", "")],
        ),
        (
            FLEET,
            [
                ("unknown-name", "warning", "made"),
                ("conflict", "warning", "clash"),
                ("failed", "error", "gone"),
            ],
        ),
        (
            STATUS,
            [("unknown-name", "warning", "made"), ("behind", "error", "late")],
        ),
    ],
    ids=["rewrite", "fleet", "status"],
)
def test_what_is_reported(result: Result, said: list[tuple[str, str, str]]) -> None:
    assert [(d.code, d.level, d.repo) for d in diagnostics(result)] == said


@pytest.mark.parametrize("result", RESULTS, ids=["rewrite", "fleet", "status"])
def test_sarif_has_a_rule_for_all_that_is_reported(result: Result) -> None:
    (run,) = json.loads(FORMATS["sarif"](result))["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(set(rules)) == len(rules)
    assert {each["ruleId"] for each in run["results"]} <= set(rules)


def test_sarif_of_a_fleet_says_which_repository() -> None:
    (run,) = json.loads(FORMATS["sarif"](FLEET))["runs"]
    found, clash, _ = run["results"]
    (where,) = found["locations"]
    assert where == {
        "logicalLocations": [{"name": "made"}],
        "physicalLocation": {
            "artifactLocation": {"uri": "src/a%20b.py", "uriBaseId": "made"},
            "region": {"startLine": 3, "startColumn": 7},
        },
    }
    assert clash["locations"] == [{"logicalLocations": [{"name": "clash"}]}]
    assert "fleet resolve clash" in clash["message"]["text"]


def test_a_page_of_diagnostics_cannot_be_forged() -> None:
    evil = "</main><script>x</script>\u202e"
    finding = Finding(code=Code.CRASHED, message=evil)
    report = Report(results=(FileResult(path=evil, findings=(finding,)),), looked_at=1)
    page = FORMATS["html"](report)
    assert "<script" not in page
    assert "\u202e" not in page
    assert page.count("&lt;script&gt;") == 2
