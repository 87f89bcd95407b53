"""The pages: one for the status of a fleet, one that lists diagnostics.

Names, paths, messages and versions come from repositories that nobody vouches for.
Every one of them passes through `_finalize` and Jinja's escaping, and the policy of the
page allows its own style sheet, by its hash, and nothing else.
"""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from dr_refit.checks.model import Audit
from dr_refit.codemod.result import Checked, Report
from dr_refit.codemod.summary import by_kind
from dr_refit.fleet.model import FleetReport
from dr_refit.report.diagnostics import diagnostics, location
from dr_refit.report.html.graph import lay_out
from dr_refit.report.printable import printable

if TYPE_CHECKING:
    from dr_refit.fleet.model import FleetStatus
    from dr_refit.report.diagnostics import Result

#: What each state means and which command helps, in the order of the headline.
STATES = {
    "current": ("At the newest version of the template.", ""),
    "behind": ("The template has a newer version:", "fleet update"),
    "drifted": ("Files of the template were changed here:", "fleet diff"),
    "unlinked": ("The version it was made from is unknown:", "fleet adopt"),
    "broken": ("Unknown; see the error below.", ""),
}
#: Two boxes side by side fill a phone, five a tablet.
_COLUMNS = {"narrow": 2, "wide": 5}
_SECRET = re.compile(r"(?<=://)[^/\s]*@")


def page(result: Result) -> str:
    """Return the page of a result."""
    if isinstance(result, Report):
        found = result.looked_at
        return _listed(result, f"{found} {_noun(found, 'file')} looked at")
    if isinstance(result, Checked):
        found = len(result.results)
        return _listed(result, f"{found} {_noun(found, 'file')} to correct")
    if isinstance(result, Audit):
        found = len(result.found)
        return _listed(result, f"{found} {_noun(found, 'finding')} of an audit")
    if isinstance(result, FleetReport):
        found = len(result.results)
        return _listed(result, f"{found} {_noun(found, 'repository', 'repositories')}")
    return _status(result)


def _listed(result: Report | Checked | Audit | FleetReport, headline: str) -> str:
    """Return a page that lists the diagnostics."""
    run = result if isinstance(result, Report) else None
    return _rendered(
        "list.html.jinja",
        found=diagnostics(result),
        headline=headline,
        kinds=[*by_kind(run.results)] if run else [],
        run=run,
    )


def _status(status: FleetStatus) -> str:
    numbers: dict[str, int] = {}
    for number, one in enumerate(status.statuses):
        numbers.setdefault(one.repo.package, number)
    return _rendered(
        "status.html.jinja",
        status=status,
        states=STATES,
        counts={
            state: sum(one.state == state for one in status.statuses)
            for state in STATES
        },
        numbers=numbers,
        #: The id of each edge, in the order of the curves.
        anchors=[
            f"import-{number}-{index}"
            for number, one in enumerate(status.statuses)
            for index in range(len(one.edges))
        ],
        pictures={
            name: lay_out(status, columns=columns) for name, columns in _COLUMNS.items()
        },
    )


def _rendered(template: str, **values: Any) -> str:
    environment = Environment(
        autoescape=True,
        finalize=_finalize,
        keep_trailing_newline=True,
        loader=PackageLoader("dr_refit.report.html", ""),
        lstrip_blocks=True,
        trim_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {
        "clipped": _clipped,
        "counted": lambda count, *noun: f"{count} {_noun(count, *noun)}",
        "noun": _noun,
        "without_secret": _without_secret,
    }
    environment.globals["location"] = location
    style = files("dr_refit.report.html").joinpath("report.css").read_text("utf-8")
    return environment.get_template(template).render(
        **values,
        style=style,
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
    )


def _finalize(value: Any) -> Any:
    """Return text with invisible and direction-changing characters shown."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return printable(value)
    return value


def _without_secret(text: str) -> str:
    """Return a text without user and password in URLs: a report is passed on."""
    return _SECRET.sub("", text)


def _noun(count: int, one: str, many: str = "") -> str:
    """Return the form of a noun that goes with a number."""
    return one if count == 1 else many or f"{one}s"


def _clipped(text: str, cells: int) -> str:
    """Return a name shortened in the middle; wide characters take two cells."""
    from unicodedata import east_asian_width

    def fit(text: str, room: int) -> str:
        for end, character in enumerate(text):
            room -= 1 + (east_asian_width(character) in "WF")
            if room < 0:
                return text[:end]
        return text

    text = printable(text)
    if fit(text, cells) == text:
        return text
    tail = fit(text[::-1], cells // 3)[::-1]
    return f"{fit(text, cells - cells // 3 - 1)}…{tail}"
