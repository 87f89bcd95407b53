"""The page of a fleet, as text."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import subprocess
import sys
import unicodedata
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dr_refit import __version__
from dr_refit.checks.model import Audit, Edge
from dr_refit.codes import Code
from dr_refit.findings import Finding, Position
from dr_refit.fleet.model import (
    Drift,
    FleetStatus,
    Located,
    Repo,
    RepoStatus,
    TemplateState,
)
from dr_refit.report.html import render
from dr_refit.report.printable import printable
from tests.support import fleets
from tests.support.machine import ROOT
from tests.support.profiles import examples

FLEETS = [fleets.family, fleets.hostile, fleets.large, fleets.quiet, fleets.status]
_VOID = {"meta", "link"}


@dataclass
class Page(HTMLParser):
    """What a parser sees in a page; an error where tags are not well nested."""

    text: str
    tags: list[str] = field(default_factory=list)
    attributes: list[tuple[str, str, str]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def values(self, attribute: str) -> list[str]:
        """Return the values of an attribute, of all tags."""
        return [value for _, name, value in self.attributes if name == attribute]


@pytest.mark.parametrize("make", FLEETS)
def test_it_is_well_formed_and_every_link_stays_inside(make: type) -> None:
    page = Page(render(make()))
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    targets = page.values("href")
    assert {target[0] for target in targets} == {"#"}
    assert {target[1:] for target in targets} <= set(ids)
    labelled = {i for value in page.values("aria-labelledby") for i in value.split()}
    assert labelled <= set(ids)
    assert not {"script", "img", "link", "iframe", "form"} & set(page.tags)
    assert not [a for a in page.attributes if a[1] in {"src", "style", "srcset"}]


def test_its_policy_allows_its_own_style_and_nothing_else() -> None:
    page = Page(render(fleets.family()))
    style = page.text.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert page.values("content")[0] == (
        f"default-src 'none'; style-src 'sha256-{digest}'; "
        "base-uri 'none'; form-action 'none'"
    )
    assert "url(" not in style
    assert "@import" not in style


def test_it_says_what_was_measured() -> None:
    text = " ".join("".join(Page(render(fleets.family())).words).split())
    for words in (
        "4 of 9 repositories current",
        "2 behind",
        "Status of the fleet family",
        "2026-06-03 09:30 UTC",
        f"dr-refit {__version__}",
        "4 retired imports left",
        "3 violations of layers",
        "3 requirements with no cap",
        "repository version template drift retired layers no cap updated layer",
        "fleet update --repos dr_render",
        "fleet diff dr_duck",
        "fleet adopt ft-pred",
        "17 imports, measured in the code.",
        "Dotted: 1 package that is required, and not imported.",
        "requires dr_duck python-backend/pyproject.toml:8",
        "its new column types are being tried out",
        "unknown (pinned to v1.2.0)",
        "changed pyproject.toml +12 \N{MINUS SIGN}3",
        "deleted Makefile \N{MINUS SIGN}24",
        "mode tools/check",
        "notebooks/01_scaling.py:12:5",
        "hf_utils.upload_all is gone: use dr_hf.upload for each file removed-name",
        f"src/dr_render/tables.py:7, src/dr_render/tables.py:9 {fleets.UPWARD}",
        "dr_wandb @ git+https://example.org/dr_wandb",
        "fatal: could not read from remote repository",
    ):
        assert words in text


def columns(page: Page) -> list[str]:
    """Return the headings of the table."""
    head = page.text.partition("<thead>")[2].partition("</thead>")[0]
    return re.findall(r"<th[^>]*>([^<]*)</th>", head)


def test_a_column_in_which_nothing_is_known_is_not_there() -> None:
    one = RepoStatus(repo=Repo(name="a", location="a"), state="unlinked")
    page = Page(render(fleets.status(one)))
    assert columns(page) == ["repository", "template", "retired", "layers", "no cap"]
    broken = RepoStatus(repo=one.repo, state="broken", error="gone")
    assert columns(Page(render(fleets.status(broken)))) == ["repository", "template"]
    assert len(columns(Page(render(fleets.family())))) == 9


def test_commands_are_whole_and_for_what_is_to_be_current() -> None:
    states: list[tuple[str, TemplateState, str]] = [
        ("a", "behind", ""), ("b", "behind", "later"), ("c.d", "unlinked", ""),
        ("e", "drifted", "later"), ("f", "drifted", ""), ("g", "current", ""),
        ("hf-utils", "unlinked", ""),
    ]  # fmt: skip
    status = fleets.status(
        *(
            RepoStatus(repo=Repo(name=name, location=name, hold=hold), state=state)
            for name, state, hold in states
        )
    )
    other = replace(status, fleet=replace(status.fleet, path="/home/a/my labs.toml"))
    for one, file in ((status, ""), (other, " --file &#39;my labs.toml&#39;")):
        text = render(one)
        found = re.findall(r'<code class="command">([^<]*)</code>', text)
        assert [command.replace(file, "") for command in found] == [
            "fleet update", "fleet diff f", "fleet adopt c.d",
            "fleet update --repos a", "fleet adopt c.d", "fleet diff f",
        ]  # fmt: skip
        assert all(file in command for command in found)
    assert "Status of the fleet <strong>my labs</strong>" in render(other)


def test_retired_packages_are_drawn_as_retired_in_the_fleet_or_not() -> None:
    own = RepoStatus(
        repo=Repo(name="hf-utils", location="a", layer="utility"), state="current",
        edges=(fleets.edge("hf_utils", "dr_ingest"), fleets.edge("hf_utils", "x")),
    )  # fmt: skip
    text = render(fleets.status(own))
    titles = re.findall(r'class="node ([a-z ]*)"[^>]*>\n<title>([^<]*)</title>', text)
    assert titles[: len(titles) // 2] == [
        ("current retired", "hf-utils: retired, current"),
        ("retired", "dr_ingest: retired"),
        ("outside", "x: not in this fleet"),
    ]
    assert re.findall(r'class="layer"[^>]*>([^<]*)<', text)[:2] == [
        "retired", "not in this fleet"
    ]  # fmt: skip


def test_a_tooltip_names_the_places_and_says_how_many_more() -> None:
    edge = fleets.edge("a", "b", *range(1, 12))
    repo = Repo(name="a", location="a")
    text = render(fleets.status(RepoStatus(repo=repo, state="current", edges=(edge,))))
    title = text.partition("<title>a imports b")[2].partition("</title>")[0]
    assert title.split("\n")[1:-1] == [
        *(f"src/a/core.py:{line}" for line in range(1, 9)),
        "… 3 more places",
    ]


def test_a_list_has_a_heading_for_each_repository_and_opens_where_it_is_short() -> None:
    for count, opened in ((1, 2), (20, 0)):
        page = Page(render(fleets.audited("a", "b", count=count)))
        text = " ".join("".join(page.words).split())
        assert f"{2 * count} warnings" in text
        assert f"dr-refit {__version__}" in text
        headings = re.findall(
            r"<h3>(.*?)</h3> <span class=\"gist\">(.*?)</span>", page.text
        )
        assert headings == [
            (name, f"<span>{count} layer-violation") for name in ("a", "b")
        ]
        assert page.text.count("<details open>") == opened
        assert page.tags.count("li") == 2 * count + 1
    assert "Nothing is left to do." in render(Audit(found=()))


def test_a_list_of_hostile_texts_is_well_formed() -> None:
    page = Page(render(fleets.audited(*fleets.HOSTILE)))
    plain = Page(render(fleets.audited(*map(str, range(len(fleets.HOSTILE))))))
    assert page.tags == plain.tags


def test_passwords_in_addresses_are_left_out() -> None:
    address = "https://me:pass@word@example.org/x.git"
    repo = Repo(name="x", location=address)
    one = RepoStatus(repo=repo, state="broken", error=f"cloning {address}: no")
    text = render(fleets.status(one, url=address))
    assert "word" not in "".join(Page(text).words).partition("</style>")[2]
    assert text.count("https://example.org/x.git") == 3


def test_the_same_status_gives_the_same_bytes_whatever_the_hashes() -> None:
    code = "import sys; from dr_refit.report.html import render\n"
    code += "from tests.support import fleets\n"
    code += "for make in (fleets.family, fleets.large, fleets.hostile):\n"
    code += "    sys.stdout.buffer.write(render(make()).encode())"
    pages = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "."},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert pages[0] == pages[1]
    assert pages[0].count(b"</html>") == 3


def told(text: str, state: TemplateState = "behind") -> FleetStatus:
    """Return a status in which every text is this one."""
    position = Position(line=1, column=1)
    finding = Finding(code=Code.CRASHED, message=text, position=position)
    repo = Repo(name=text, location=text, layer="domain", hold=text, version=text)
    edges = tuple(
        Edge(importer=a, imported=b, places=((text, 1),), violation=why)
        for a, b, why in ((repo.package, "b", text), ("a", "b", ""), ("a", "a", text))
    )
    one = RepoStatus(
        repo=repo,
        state=state,
        version=text,
        drift=(Drift(path=text, kind="changed", added=1),),
        findings=(Located(path=text, finding=finding),),
        edges=edges,
        uncapped=(text,),
        updated=text,
        error=text,
    )
    return fleets.status(one, newest=text, url=text)


PLAIN = Page(render(told("plain")))


@examples(30)
@given(st.text(st.characters(exclude_characters="/"), min_size=2))
def test_no_text_changes_the_structure_and_none_is_lost(text: str) -> None:
    page = Page(render(told(text)))
    assert page.tags == PLAIN.tags
    assert len(page.attributes) == len(PLAIN.attributes)
    assert page.values("href") == PLAIN.values("href")
    assert printable(text) in page.words


def _is_unseen(character: str) -> bool:
    """Return whether it turns text around, or is not seen, after the Unicode data."""
    return (
        unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"}
        or unicodedata.bidirectional(character) in _TURNING
        or character in "\u061c\u200e\u200f"
    )


_TURNING = {"BN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def test_what_is_not_seen_or_turns_text_around_is_spelled_out() -> None:
    unseen = {*filter(_is_unseen, map(chr, range(sys.maxunicode + 1)))}
    assert len(unseen) > 2000
    text = render(told("".join(sorted(unseen))))
    assert {*text} & unseen == {"\n"}
    assert text.count("\n") == render(told("plain\n")).count("\n")
