"""The status of a fleet as one page: no network, no script, nothing but inline style.

Names, paths, messages and versions come from repositories that nobody vouches for.
Every one of them passes through `_finalize` and Jinja's escaping, and the policy of the
page allows its own style sheet, by its hash, and nothing else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from dr_refit.report.graph import lay_out
from dr_refit.report.text import shown

if TYPE_CHECKING:
    from dr_refit.fleet.model import FleetStatus

#: What each state means and which command helps, in the order of the headline.
STATES = {
    "current": ("As the newest version of the template has it.", ""),
    "behind": ("The template has a newer version:", "fleet update"),
    "drifted": ("Files of the template were changed here:", "fleet diff"),
    "unlinked": ("It is not known which version this is:", "fleet adopt"),
    "broken": ("Could not be told; the error stands with the repository.", ""),
}
#: Two boxes side by side fill a phone, five a tablet.
_COLUMNS = {"narrow": 2, "wide": 5}
_SECRET = re.compile(r"(?<=://)[^/\s]*@")


def render(status: FleetStatus) -> str:
    """Write the page. The same status gives the same text, UTF-8 for sure."""
    from base64 import b64encode  # start-up time
    from hashlib import sha256
    from importlib.resources import files

    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        autoescape=True,
        finalize=_finalize,
        keep_trailing_newline=True,
        loader=PackageLoader("dr_refit.report", "page"),
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
    style = files("dr_refit.report").joinpath("page/report.css").read_text("utf-8")
    numbers: dict[str, int] = {}
    for number, one in enumerate(status.statuses):
        numbers.setdefault(one.repo.package, number)
    return environment.get_template("report.html.jinja").render(
        status=status,
        states=STATES,
        counts={
            state: sum(one.state == state for one in status.statuses)
            for state in STATES
        },
        numbers=numbers,
        #: The id of each edge, in the order of the curves.
        anchors=[
            f"import-{number}-{place}"
            for number, one in enumerate(status.statuses)
            for place in range(len(one.edges))
        ],
        pictures={
            name: lay_out(status, columns=columns) for name, columns in _COLUMNS.items()
        },
        style=style,
        style_hash=b64encode(sha256(style.encode()).digest()).decode(),
    )


def _finalize(value: Any) -> Any:
    """Show what would not be seen, or would turn its neighbours around."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return shown(value)
    return value


def _without_secret(text: str) -> str:
    """Leave out user and password: a report is passed on."""
    return _SECRET.sub("", text)


def _noun(count: int, one: str, many: str = "") -> str:
    """Choose the form of a noun that goes with a number."""
    return one if count == 1 else many or f"{one}s"


def _clipped(text: str, cells: int) -> str:
    """Shorten the middle of a name to so many cells; wide characters take two."""
    from unicodedata import east_asian_width

    def fit(text: str, room: int) -> str:
        for end, character in enumerate(text):
            room -= 1 + (east_asian_width(character) in "WF")
            if room < 0:
                return text[:end]
        return text

    text = shown(text)
    if fit(text, cells) == text:
        return text
    tail = fit(text[::-1], cells // 3)[::-1]
    return f"{fit(text, cells - cells // 3 - 1)}…{tail}"
