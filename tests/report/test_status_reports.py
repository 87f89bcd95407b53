"""How a fleet stands, as text, JSON and GitHub commands: the values are made here."""

from __future__ import annotations

import io
import json

import pytest
from rich.console import Console

from dr_refit.checks.model import Edge
from dr_refit.codes import Code
from dr_refit.findings import Finding, Position
from dr_refit.fleet.model import (
    Drift,
    Fleet,
    FleetStatus,
    Located,
    Repo,
    RepoStatus,
    Template,
)
from dr_refit.report.formats import FORMATS
from dr_refit.report.text.status import show


def repo(name: str, **more: str) -> Repo:
    return Repo(name=name, location=f"/fleet/{name}", **more)  # type: ignore[arg-type]


def status(*statuses: RepoStatus) -> FleetStatus:
    fleet = Fleet(
        path="/fleet/fleet.toml",
        template=Template(url="https://example.org/template.git"),
        repositories=tuple(one.repo for one in statuses),
    )
    return FleetStatus(fleet=fleet, newest="v1.2.0", statuses=statuses)


CURRENT = RepoStatus(
    repo=repo("dr-hf", layer="utility"),
    state="current",
    version="v1.2.0",
    updated="2026-05-30",
)
BEHIND = RepoStatus(
    repo=repo("datadec", layer="domain", hold="until the paper is out"),
    state="behind",
    version="v1.0.0",
    updated="2026-01-02",
    drift=(Drift(path="README.md", kind="changed", added=2, removed=1),),
    edges=(
        Edge(importer="datadec", imported="dr_hf", places=(("a.py", 1),)),
        Edge(
            importer="datadec",
            imported="dr_ingest",
            places=(("a.py", 2), ("b.py", 7)),
            violation="dr_ingest is retired: nothing may import it",
        ),
    ),
    findings=(
        Located(
            path="a.py",
            finding=Finding(
                code=Code.RETIRED_IMPORT,
                message="an import",
                position=Position(line=2),
            ),
        ),
        Located(
            path="a.py",
            finding=Finding(
                code=Code.LOCAL_MODULE, message="told", position=Position(line=3)
            ),
        ),
        Located(
            path="b.py",
            finding=Finding(code=Code.SYNTAX_ERROR, message="bad"),
        ),
    ),
    uncapped=("dr-hf>=0.1",),
)
DRIFTED = RepoStatus(
    repo=repo("ft-pred"),
    state="drifted",
    version="v1.2.0",
    updated="2026-02-03",
    drift=(
        Drift(path="noxfile.py", kind="deleted", owned=True),
        Drift(path="a b.sh", kind="mode", owned=True),
    ),
)
UNLINKED = RepoStatus(repo=repo("ft-x"), state="unlinked")
BROKEN = RepoStatus(repo=repo("gone"), state="broken", error="/fleet/gone: not there")
ALL = status(CURRENT, BEHIND, DRIFTED, UNLINKED, BROKEN)

TEXT = """\
repository  version  template       drift  retired  layers  no cap  updated
dr-hf       v1.2.0   current            0        0       0       0  2026-05-30
datadec     v1.0.0   behind (held)      1        2       1       1  2026-01-02
ft-pred     v1.2.0   drifted            2        0       0       0  2026-02-03
ft-x        -        unlinked           -        0       0       0  -
gone        -        broken             -        -       -       -  -

datadec: held: until the paper is out
datadec: dr_ingest is retired: nothing may import it (a.py:2 and 1 more)
datadec: requirements without a cap: dr-hf>=0.1
gone: broken: /fleet/gone: not there
5 repositories, template v1.2.0: 1 current, 1 behind, 1 drifted, 1 unlinked, 1 broken\
 (1 held).
run: fleet diff ft-pred
run: fleet adopt ft-x
"""
GITHUB = """\
::notice title=datadec::held: until the paper is out
::notice title=datadec::behind: v1.0.0, and there is v1.2.0
::warning title=datadec::dr_ingest is retired: nothing may import it (a.py:2, b.py:7)
::warning title=datadec::a.py:2: warning: an import [retired-import]
::notice title=datadec::a.py:3: note: told [local-module]
::error title=datadec::b.py: error: bad [syntax-error]
::warning title=datadec::dr-hf>=0.1 has no cap
::error title=ft-pred::drifted: files of the template were changed: noxfile.py, a b.sh
::error title=ft-x::unlinked: its template version is unknown: run `fleet adopt ft-x`
::error title=gone::broken: /fleet/gone: not there
"""


def test_text() -> None:
    assert FORMATS["text"](ALL) == TEXT


def test_github() -> None:
    assert FORMATS["github"](ALL) == GITHUB


def test_json() -> None:
    data = json.loads(FORMATS["json"](ALL))
    assert data["exit_code"] == 2
    assert data["template"] == {
        "url": "https://example.org/template.git",
        "newest": "v1.2.0",
    }
    assert [one["state"] for one in data["repositories"]] == [
        "current", "behind", "drifted", "unlinked", "broken"
    ]  # fmt: skip
    behind = data["repositories"][1]
    assert behind["drift"] == [
        {
            "path": "README.md",
            "kind": "changed",
            "owned": False,
            "added": 2,
            "removed": 1,
        }
    ]
    assert behind["imports"][1] == {
        "package": "dr_ingest",
        "violation": "dr_ingest is retired: nothing may import it",
        "places": [{"path": "a.py", "line": 2}, {"path": "b.py", "line": 7}],
        "required": [],
    }
    assert behind["findings"][0] == {
        "path": "a.py",
        "code": "retired-import",
        "message": "an import",
        "line": 2,
        "column": 0,
        "level": "warning",
        "kind": "imports",
    }
    assert behind["hold"] == "until the paper is out"
    assert data["repositories"][4]["error"] == "/fleet/gone: not there"


@pytest.mark.parametrize(
    ("statuses", "code"),
    [
        ([], 0),
        ([CURRENT], 0),
        ([CURRENT, BEHIND], 0),
        ([CURRENT, DRIFTED], 1),
        ([CURRENT, UNLINKED], 1),
        ([DRIFTED, BROKEN], 2),
    ],
    ids=["none", "current", "held", "drifted", "unlinked", "broken"],
)
def test_exit_code(statuses: list[RepoStatus], code: int) -> None:
    assert status(*statuses).exit_code == code


def console(width: int, *, color: bool) -> Console:
    system = "standard" if color else None
    return Console(
        file=io.StringIO(),
        force_terminal=True,
        color_system=system,  # type: ignore[arg-type]
        width=width,
    )


def test_a_terminal_shows_the_same_in_colour() -> None:
    plain, colored = console(100, color=False), console(100, color=True)
    for each in (plain, colored):
        show(ALL, each)
    assert isinstance(plain.file, io.StringIO)
    assert isinstance(colored.file, io.StringIO)
    words = [line.split() for line in plain.file.getvalue().splitlines()]
    assert words == [line.split() for line in TEXT.splitlines()]
    assert "\x1b[32mcurrent" in colored.file.getvalue()
    assert "\x1b[1;31mbroken" in colored.file.getvalue()


def test_no_line_is_wider_than_the_terminal() -> None:
    narrow = console(40, color=False)
    show(ALL, narrow)
    assert isinstance(narrow.file, io.StringIO)
    lines = narrow.file.getvalue().splitlines()
    assert all(len(line) <= 40 for line in lines)


EVIL = "a\n::error::b\x1b[31m\u202e%,:[bold]x[/bold]"


@pytest.mark.parametrize(
    "one",
    [
        RepoStatus(repo=repo("x", hold=EVIL), state="broken", error=EVIL, version=EVIL),
        RepoStatus(
            repo=repo("x"),
            state="drifted",
            drift=(Drift(path=EVIL, kind="changed"),),
            uncapped=(EVIL,),
            edges=(
                Edge(importer="x", imported="y", places=((EVIL, 1),), violation=EVIL),
            ),
            findings=(
                Located(path=EVIL, finding=Finding(code=Code.CRASHED, message=EVIL)),
            ),
        ),
    ],
    ids=["broken", "drifted"],
)
def test_output_cannot_be_forged(one: RepoStatus) -> None:
    terminal = console(200, color=False)
    show(status(one), terminal)
    assert isinstance(terminal.file, io.StringIO)
    texts = (
        FORMATS["text"](status(one)),
        terminal.file.getvalue(),
        FORMATS["github"](status(one)),
        FORMATS["json"](status(one)),
    )
    for text in texts:
        assert "\n::error::b" not in text
        assert "\x1b" not in text
        assert "\u202e" not in text
    assert "[bold]x[/bold]" in texts[1]
    for line in texts[2].splitlines():
        assert line.startswith(
            ("::error title=x::", "::notice title=x::", "::warning ")
        )


def test_names_that_are_no_utf_8() -> None:
    drift = (Drift(path="caf\udce9", kind="changed"),)
    one = RepoStatus(repo=repo("x"), state="drifted", drift=drift)
    for render in FORMATS.values():
        assert render(status(one)).encode("utf-8")
