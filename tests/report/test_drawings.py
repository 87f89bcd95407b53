"""The flow of a fleet as Mermaid, Graphviz dot and SVG."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dr_refit.report.graph import DRAWINGS, ENDINGS, dot, mermaid, svg
from dr_refit.report.graph.flow import flow_of, of_family, of_status
from dr_refit.report.printable import printable
from tests.support import fleets
from tests.support.browser import Browser, find_browser
from tests.support.families import family_in

if TYPE_CHECKING:
    from dr_refit.fleet.model import FleetStatus
    from dr_refit.report.graph.flow import Flow

FLEETS = [fleets.family, fleets.hostile, fleets.large, fleets.quiet, fleets.status]
FAMILY = Path(__file__).parent / "family"
_SVG = "{http://www.w3.org/2000/svg}"
#: Each line that a flowchart of ours may have.
_MERMAID = re.compile(
    r"""flowchart\ TB
    |\ \ subgraph\ r\d+\["TEXT"\]|\ {4}p\d+\["TEXT"\]|\ \ end
    |\ \ p\d+\ -\.?->(\|"TEXT"\|)?\ p\d+|\ \ r\d+\ ~~~\ r\d+
    |\ \ linkStyle\ \d+(,\d+)*\ [a-z0-9#,:-]+
    |\ \ classDef\ [a-z]+\ [a-z0-9#,:\ -]+|\ \ class\ p\d+(,p\d+)*\ [a-z]+
    """.replace("TEXT", r"(?:[\w .,:()/+*=@!?-]|\#\d+;)*"),
    re.VERBOSE | re.ASCII,
)
_QUOTED = r'"(?:[^"\\]|\\.)*"'


def family() -> Flow:
    """Return the flow of a family of files."""
    found = family_in(FAMILY)
    return of_family(found, {one.package: one.name for one in found.repositories})


@pytest.mark.parametrize("ending", [".mmd", ".dot"])
def test_what_a_family_imports_and_requires(ending: str) -> None:
    expected = (FAMILY / f"flow{ending}").read_text("utf-8")
    assert DRAWINGS[ENDINGS[ending]](family()) == expected


def test_what_is_required_and_not_imported_is_an_edge_of_its_own() -> None:
    edges = {(one.importer, one.imported): one for one in family().edges}
    app = edges["by_tomorrow_app", "datadec"]
    assert (app.verb, app.where) == ("requires", "backend/pyproject.toml:4")
    assert app.reason.startswith("requires datadec: by_tomorrow_app is an application")
    assert edges["dr_hf", "dr_frames"].verb == "imports"
    assert edges["dr_hf", "dr_frames"].required


@given(fleets.any_fleet())
def test_mermaid_has_each_package_and_each_import_once(status: FleetStatus) -> None:
    flow = of_status(status)
    text = mermaid.render(flow)
    assert len(re.findall(r"^    p\d+\[", text, re.MULTILINE)) == len([*flow.packages])
    links = re.findall(r"^  (p\d+) -\.?->.* (p\d+)$", text, re.MULTILINE)
    ids = {package: f"p{number}" for number, package in enumerate(flow.packages)}
    assert links == [(ids[one.importer], ids[one.imported]) for one in flow.edges]


def named(text: str) -> Flow:
    """Return a flow of which every text is this one."""
    edge = fleets.edge(text, f"{text}b", 1, violation=text)
    flow = flow_of({text: text}, [edge], layers=[text], retired=[], names={text: text})
    return replace(flow, notes={text: text})


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_no_text_changes_what_mermaid_or_dot_understand(text: str) -> None:
    flow = named(text)
    for line in mermaid.render(flow).splitlines():
        assert _MERMAID.fullmatch(line), line
        # https://github.com/mermaid-js/mermaid: encodeEntities cuts these short.
        assert not re.search(r"(style|classDef).*:\S*#.*;", line)
    found = dot.render(flow)
    bare = re.sub(_QUOTED, '""', found)
    assert bare == re.sub(_QUOTED, '""', dot.render(named("plain")))
    label = re.search(rf"label=({_QUOTED}) labeljust", found)
    assert label
    read = label[1][1:-1].replace('\\"', '"').replace("\\\\", "\\")
    assert read.replace("&amp;", "&") == printable(text)


@given(st.text(min_size=1))
def test_a_picture_of_any_text_is_well_formed(text: str) -> None:
    root = ET.fromstring(svg.render(named(text)))
    assert {one.tag.removeprefix(_SVG) for one in root.iter()} == {
        "svg", "title", "style", "rect", "text", "g", "path", "circle"
    }  # fmt: skip


@pytest.mark.parametrize("make", FLEETS)
def test_a_picture_says_each_reason_below(make: type) -> None:
    flow = of_status(make())
    root = ET.fromstring(svg.render(flow))
    below = [
        one.text or ""
        for one in root.iter(f"{_SVG}text")
        if one.get("class") == "reason"
    ]
    numbers = [line for line in below if re.match(r"\d+\. ", line)]
    assert len(numbers) == len(flow.violations)
    assert float(root.attrib["height"]) < 200 + 200 * len(flow.rows) + 60 * len(
        below
    ) + (6000 if make is fleets.large else 0)
    assert not [one for one in root.iter() if "href" in one.attrib]


def test_focus_leaves_what_is_below_and_above() -> None:
    flow = of_status(fleets.family())
    assert flow.around("dr_duck") == {
        "dr_duck", "datadec", "ft_scaling", "ft_pred", "by_tomorrow_app", "dr_render"
    }  # fmt: skip
    left = flow.only({"datadec", "dr_duck"})
    assert [*left.rows] == ["domain", "utility"]
    assert [(one.importer, one.imported) for one in left.edges] == [
        ("datadec", "dr_duck")
    ]


@pytest.mark.skipif(not shutil.which("dot"), reason="no Graphviz here")
@pytest.mark.parametrize("make", FLEETS)
def test_graphviz_takes_it(make: type) -> None:
    flow = of_status(make())
    done = subprocess.run(
        ["dot", "-Tplain"],
        input=dot.render(flow),
        capture_output=True,
        text=True,
        check=True,
    )
    shown = [line.partition(" ")[0] for line in done.stdout.splitlines()]
    assert shown.count("node") == len([*flow.packages])
    assert shown.count("edge") == len(flow.edges) + max(len(flow.rows) - 1, 0)


@pytest.mark.browser
def test_a_browser_draws_it(tmp_path: Path) -> None:
    executable = find_browser()
    if executable is None:
        pytest.skip("no Chromium here")
    (tmp_path / "profile").mkdir()
    with Browser(executable, tmp_path / "profile") as browser:
        for make in (fleets.family, fleets.hostile):
            flow = of_status(make())
            file = tmp_path / "flow.svg"
            file.write_text(svg.render(flow), "utf-8")
            browser.open(file.as_uri())
            assert browser.complaints() == []
            assert [url.rpartition("/")[2] for url in browser.requests()] == [
                "flow.svg"
            ]
            count = "document.querySelectorAll({!r}).length"
            assert browser.run(count.format(".edge .line")) == len(flow.edges)
            assert browser.run(count.format(".node")) == len([*flow.packages])
            assert browser.run(count.format(".mark")) == len(flow.violations)
            wide = """Math.max(...[...document.querySelectorAll('text')].map(
                one => one.getBBox().x + one.getBBox().width))"""
            assert browser.run(wide) <= browser.run(
                "document.documentElement.viewBox.baseVal.width"
            )
