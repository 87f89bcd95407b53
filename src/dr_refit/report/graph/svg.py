"""The flow of a fleet as a picture that stands alone: it loads nothing."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from dr_refit.records import NamedTuple
from dr_refit.report.graph.flow import OUTSIDE, RETIRED
from dr_refit.report.graph.layout import lay_out
from dr_refit.report.graph.route import MARGIN
from dr_refit.report.markup import rendered, style
from dr_refit.report.printable import printable

if TYPE_CHECKING:
    from dr_refit.report.graph.flow import Flow

#: Boxes side by side: as many as the text below needs, and no more than a page takes.
_FEWEST, _MOST = 3, 5
#: How wide a letter of that text is, in pixels.
_LETTER = 7.3


class Box(NamedTuple):
    """What stands in the box of a package."""

    name: str
    title: str
    #: How it looks.
    kind: str = ""
    #: Words below the name.
    note: str = ""
    icon: str = ""
    href: str = ""


def box(flow: Flow, package: str) -> Box:
    """Return the box of a package of which only the flow is known."""
    name, kind = flow.name(package), flow.kind(package)
    note = flow.notes.get(package) or {"retired": RETIRED, "outside": OUTSIDE}.get(kind)
    return Box(name, f"{name}: {note or flow.row[package]}", kind, note or "")


def render(flow: Flow) -> str:
    """Return the picture, with the reasons of its violations below."""
    widest = max(map(len, flow.rows.values()), default=0)
    picture = lay_out(flow, columns=min(max(widest, _FEWEST), _MOST))
    letters = int((picture.width - 2 * MARGIN) / _LETTER)
    reasons = [
        line
        for number, edge in enumerate(flow.violations, start=1)
        for line in wrap(
            printable(f"{number}. {flow.name(edge.importer)}: {edge.reason}"),
            letters,
            subsequent_indent="   ",
        )
    ]
    return rendered(
        "graph/alone.svg.jinja",
        boxes={package: box(flow, package) for package in flow.packages},
        flow=flow,
        picture=picture,
        reasons=reasons,
        style=style("graph/picture.css"),
    )
