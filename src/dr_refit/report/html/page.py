"""The pages: one for the status of a fleet, one that lists diagnostics.

The policy of a page allows its own style sheet, by its hash, and nothing else.
"""

from __future__ import annotations

from base64 import b64encode
from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING, Any, get_args

from dr_refit import __version__
from dr_refit.checks.model import Audit
from dr_refit.codemod.result import Checked, Report
from dr_refit.codemod.summary import by_kind
from dr_refit.codes import Level
from dr_refit.fleet.model import FleetReport
from dr_refit.plan.model import STATES as STATES_OF_ROWS
from dr_refit.plan.model import Order, Progress
from dr_refit.plural import counted
from dr_refit.report.diagnostics import (
    change,
    diagnostics,
    location,
    told,
    with_commands,
)
from dr_refit.report.graph.flow import of_status
from dr_refit.report.graph.layout import lay_out
from dr_refit.report.html.choices import choices
from dr_refit.report.html.standing import Standing
from dr_refit.report.markup import rendered, style

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.fleet.model import FleetStatus
    from dr_refit.report.diagnostics import Diagnostic, Result

#: Two boxes side by side fill a phone, five a tablet.
_COLUMNS = {"narrow": 2, "wide": 5}
#: So many diagnostics one looks through; of more, the headings come first.
_FEW = 30
_WHAT: dict[type, str] = {
    Report: "Rewrite",
    Checked: "Check of a migration",
    Audit: "Audit",
    FleetReport: "Run over a fleet",
    Order: "What to do next",
}


def page(result: Result) -> str:
    """Return the page of a result."""
    if isinstance(result, Report):
        return _listed(result, f"{counted(result.looked_at, 'file')} looked at")
    if isinstance(result, Checked):
        return _listed(result, f"{counted(len(result.results), 'file')} to correct")
    if isinstance(result, Audit):
        return _listed(result, f"{counted(len(result.found), 'finding')} of an audit")
    if isinstance(result, FleetReport):
        total = counted(len(result.results), "repository", "repositories")
        return _listed(result, total)
    if isinstance(result, Order):
        return _listed(result, f"{counted(len(result.steps), 'step')} left")
    if isinstance(result, Progress):
        return _page(
            "html/plan.html.jinja",
            change=change,
            progress=result,
            states=STATES_OF_ROWS,
            told=told,
            with_commands=with_commands,
        )
    return _status(result)


def _listed(
    result: Report | Checked | Audit | FleetReport | Order, headline: str
) -> str:
    """Return a page that lists the diagnostics."""
    run = result if isinstance(result, Report) else None
    found = diagnostics(result)
    levels = Counter(one.level for one in found)
    groups = [*_groups(found)]
    if isinstance(result, Order) and found:
        # In their order, whatever they are about.
        groups = [("", [], found)]
    return _page(
        "html/list.html.jinja",
        folded=len(found) > _FEW,
        groups=groups,
        headline=headline,
        kinds=[*by_kind(run.results)] if run else [],
        levels={level: levels[level] for level in get_args(Level) if levels[level]},
        location=location,
        run=run,
        what=_WHAT[type(result)],
    )


def _groups(
    found: Sequence[Diagnostic],
) -> Iterator[tuple[str, list[str], list[Diagnostic]]]:
    """Yield headings with how often there is what, and the diagnostics below them.

    A heading is the repository of a fleet, else the code.
    """
    below: dict[str, list[Diagnostic]] = {}
    for one in found:
        below.setdefault(one.repo or one.code, []).append(one)
    for title, here in below.items():
        codes = Counter(one.code for one in here)
        gist = [f"{number} {code}" for code, number in sorted(codes.items())]
        yield title, gist if here[0].repo else [str(len(here))], here


def _status(status: FleetStatus) -> str:
    flow = of_status(status)
    options = choices(flow)
    standing = Standing(status)
    return _page(
        "html/status.html.jinja",
        options.style,
        boxes=standing.boxes(flow),
        current=sum(one.state == "current" for one in status.statuses),
        flow=flow,
        location=location,
        marks={
            edge: f"#import-{number}-{index}"
            for number, one in enumerate(status.statuses)
            for index, edge in enumerate(one.edges)
            if edge.violation
        },
        options=options,
        pictures={
            name: lay_out(flow, columns=columns) for name, columns in _COLUMNS.items()
        },
        standing=standing,
        status=status,
    )


def _page(template: str, more: str = "", **values: Any) -> str:
    sheet = style("graph/picture.css", "html/report.css") + more
    return rendered(
        template,
        **values,
        style=sheet,
        style_hash=b64encode(sha256(sheet.encode()).digest()).decode(),
        tool=f"dr-refit {__version__}",
    )
