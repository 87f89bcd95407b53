"""The page of a fleet in a real browser."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from dr_refit.report.graph.flow import of_status
from dr_refit.report.html import render
from dr_refit.report.printable import printable
from tests.support import fleets
from tests.support.browser import Browser, find_browser

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from dr_refit.checks.model import Edge
    from dr_refit.fleet.model import FleetStatus

pytestmark = pytest.mark.browser

FLEETS = {
    "family": fleets.family,
    "hostile": fleets.hostile,
    "large": fleets.large,
    "none": fleets.status,
    "quiet": fleets.quiet,
}
PROBE = Path(__file__).with_name("probe.js").read_text("utf-8")
OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Return the browser of all tests here."""
    executable = find_browser()
    if executable is None:
        pytest.skip("no Chromium here: `apt-get install chromium` to run these tests")
    with Browser(executable, tmp_path_factory.mktemp("profile")) as browser:
        yield browser


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Callable[..., FleetStatus]:
    """Return a function that shows a fleet, all details open unless told not to."""

    def show(
        name: str, *, width: int = 1400, scheme: str = "light", open_all: bool = True
    ) -> FleetStatus:
        status = FLEETS[name]()
        file = tmp_path / "report.html"
        file.write_bytes(render(status).encode())
        browser.open(file.as_uri(), width=width, scheme=scheme)
        if open_all:
            browser.run(OPEN_ALL)
        browser.run(f"window.probe = {PROBE}; 0")
        return status

    return show


@pytest.mark.parametrize("name", FLEETS)
def test_it_loads_nothing_and_complains_of_nothing(
    browser: Browser, show: Callable[..., FleetStatus], name: str
) -> None:
    show(name)
    assert [url.rpartition("/")[2] for url in browser.requests()] == ["report.html"]
    assert browser.complaints() == []


def test_what_it_may_not_load_would_be_noticed(
    browser: Browser, show: Callable[..., FleetStatus]
) -> None:
    show("family")
    browser.run(
        """new Promise(done => {
            addEventListener("securitypolicyviolation", () => done());
            document.body.append(Object.assign(new Image, { src: "data:," }));
        })"""
    )
    browser.run("0")
    assert any("Content Security Policy" in one for one in browser.complaints())


@pytest.mark.parametrize("name", FLEETS)
def test_a_row_and_a_section_for_each_repository(
    browser: Browser, show: Callable[..., FleetStatus], name: str
) -> None:
    status = show(name)
    count = len(status.statuses)
    assert browser.run("document.querySelectorAll('tbody tr').length") == count
    assert browser.run("document.querySelectorAll('details').length") == count


@pytest.mark.parametrize("width", [360, 1400])
@pytest.mark.parametrize("name", [name for name in FLEETS if name != "none"])
def test_the_edges_drawn_are_the_imports_measured(
    browser: Browser, show: Callable[..., FleetStatus], name: str, width: int
) -> None:
    status = show(name, width=width)
    pictures = "[...document.querySelectorAll('.picture')].filter(probe.visible)"
    assert browser.run(f"{pictures}.length") == 1
    drawn = browser.run(
        """[...document.querySelectorAll('.edge')].filter(probe.visible).map(edge => [
            edge.dataset.importer, edge.dataset.imported,
            getComputedStyle(edge.querySelector('.line')).strokeDasharray != 'none',
        ])"""
    )
    assert Counter(map(tuple, drawn)) == Counter(
        (
            printable(edge.importer),
            printable(edge.imported),
            bool(edge.violation or not edge.places),
        )
        for one in status.statuses
        for edge in one.edges
    )
    marks = browser.run(
        "[...document.querySelectorAll('.mark')].filter(probe.visible).length"
    )
    assert marks == sum(len(one.violations) for one in status.statuses)


@pytest.mark.parametrize("width", [320, 360, 768, 1000, 1400])
@pytest.mark.parametrize("name", FLEETS)
def test_nothing_is_wider_than_the_window(
    browser: Browser, show: Callable[..., FleetStatus], name: str, width: int
) -> None:
    show(name, width=width)
    assert browser.run("innerWidth") == width
    assert browser.run("document.documentElement.scrollWidth") <= width
    assert browser.run("probe.spilled()") == []


@pytest.mark.parametrize("width", [320, 1400])
def test_a_list_is_not_wider_either(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    file = tmp_path / "list.html"
    file.write_bytes(render(fleets.audited(*fleets.HOSTILE)).encode())
    browser.open(file.as_uri(), width=width)
    assert browser.complaints() == []
    assert browser.run("document.documentElement.scrollWidth") <= width


def walk(browser: Browser) -> list[Any]:
    """Press Tab until the focus leaves the page; what it met."""
    met: list[Any] = []
    for _ in range(2000):
        browser.press("Tab")
        at = browser.run("probe.focus()")
        if at is None or at in met[:1]:  # to the window, or around
            return met
        met.append(at)
    raise AssertionError("the focus is trapped")


@pytest.mark.parametrize("width", [360, 1400])
@pytest.mark.parametrize("name", ["family", "hostile"])
def test_tab_reaches_every_control_in_order_and_one_sees_where(
    browser: Browser, show: Callable[..., FleetStatus], name: str, width: int
) -> None:
    show(name, width=width)
    count = browser.run("probe.remember()")
    assert count > 30
    assert walk(browser) == [[number, True, True] for number in range(count)]


def press_on(browser: Browser, selector: str, key: str) -> None:
    """Press a key on a control."""
    browser.run(f"document.querySelector({selector!r}).focus()")
    browser.press(key)
    browser.run("new Promise(done => requestAnimationFrame(() => setTimeout(done)))")


def test_details_open_and_close_by_key(
    browser: Browser, show: Callable[..., FleetStatus]
) -> None:
    show("family", open_all=False)
    is_open = "document.querySelector('details').open"
    for key, after in (("Enter", True), (" ", False), (" ", True), ("Enter", False)):
        press_on(browser, "summary", key)
        assert browser.run(is_open) is after


@pytest.mark.parametrize(
    ("selector", "target"),
    [
        ("tbody tr:nth-child(3) th a", "repository-2"),
        ("tbody tr:nth-child(7) td:nth-child(5) a", "repository-6-findings"),
        (".picture.wide a.mark", "import-4-1"),
        (".picture.wide a.node.unlinked", "repository-7"),
    ],
)
def test_a_link_leads_to_the_particulars_and_opens_them(
    browser: Browser, show: Callable[..., FleetStatus], selector: str, target: str
) -> None:
    show("family", open_all=False)
    press_on(browser, selector, "Enter")
    assert browser.run("location.hash") == f"#{target}"
    assert browser.run("probe.visible(document.querySelector(':target'))")
    box = "document.querySelector(':target').getBoundingClientRect()"
    assert 0 <= browser.run(f"{box}.top") < 900


@pytest.mark.parametrize("width", [360, 1400])
def test_the_picture_is_filtered_by_keys(
    browser: Browser, show: Callable[..., FleetStatus], width: int
) -> None:
    flow = of_status(show("family", width=width))
    seen = """[...document.querySelectorAll('.picture %s')].filter(probe.visible)
        .map(one => one.querySelector('title').textContent)"""

    def check(packages: Collection[str], edges: list[Edge]) -> None:
        titles = browser.run(seen % ".node")
        assert {one.partition(":")[0] for one in titles} == {*map(flow.name, packages)}
        drawn = [one.partition("\n")[0] for one in browser.run(seen % ".edge")]
        bad = [one.violation for one in edges]
        assert sorted(drawn) == sorted(
            f"{e.importer} {e.verb} {e.imported}" for e in edges
        )
        assert len(browser.run(seen % ".mark")) == len([*filter(None, bad)])

    every = [*flow.packages]
    check(every, [*flow.edges])
    press_on(browser, "#only", "ArrowDown")
    check({"dr_render", "ft_pred", "ft_scaling", "dr_ingest"}, flow.violations)
    # Typing goes to the first package that begins so: ft-pred.
    press_on(browser, "#only", "f")
    around = flow.around("ft_pred")
    assert around == {*every} - {"dr_ingest"}
    check(around, [*flow.only(around).edges])
    press_on(browser, "#only", "ArrowDown")
    press_on(browser, "#only", "ArrowDown")
    around = flow.around("datadec")
    assert around == {*every} - {"dr_wandb", "dr_ingest"}
    check(around, [*flow.only(around).edges])


@pytest.mark.parametrize("width", [360, 1400])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everything_stands_out_from_its_ground(
    browser: Browser, show: Callable[..., FleetStatus], scheme: str, width: int
) -> None:
    # WCAG 2.2 AA: 4.5 for text (1.4.3), 3 for graphics and the focus (1.4.11).
    show("family", width=width, scheme=scheme)
    dark = browser.run("probe.contrast(probe.ground(document.body), 'black') < 3")
    assert dark == (scheme == "dark")
    texts = browser.run("probe.contrasts()")
    assert len(texts) > 100
    assert [one for one in texts if one[0] < 4.5] == []
    lines = browser.run("probe.lineContrasts()")
    assert len(lines) > 60
    assert [one for one in lines if one[0] < 3] == []


def test_hostile_text_is_text(
    browser: Browser, show: Callable[..., FleetStatus]
) -> None:
    show("hostile")
    title = "family: 0 of 11 repositories current"
    assert browser.run("document.title") == title
    strange = (
        "script, img, iframe, object, embed, form, link, base, [onload], [onerror]"
    )
    assert browser.run(f"document.querySelectorAll({strange!r}).length") == 0
    text = browser.run("document.body.textContent")
    assert all(one in text for one in fleets.HOSTILE if one.isprintable())
    assert "left\\u202eright\\u2066\\u200b\\x00\\x1b[31m\\u2028\\udcff\\ufeff" in text


def test_it_prints_in_light_with_everything_open(
    browser: Browser, show: Callable[..., FleetStatus]
) -> None:
    show("family", scheme="dark", open_all=False)
    assert browser.pdf().startswith(b"%PDF-")
    browser.media(scheme="dark", kind="print")
    inside = "[...document.querySelectorAll('.inside')].filter(probe.visible).length"
    assert browser.run(inside) == 9
    assert browser.run("probe.visible(document.querySelector('nav'))") is False
    assert browser.run("getComputedStyle(document.documentElement).colorScheme") == (
        "light"
    )
    browser.media()
    assert browser.run(inside) == 0
