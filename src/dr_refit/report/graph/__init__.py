"""The dependency flow of a fleet, drawn: a module and a line for each format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dr_refit.report.graph import dot, mermaid

if TYPE_CHECKING:
    from collections.abc import Callable

    from dr_refit.report.graph.flow import Flow


def _svg(flow: Flow) -> str:
    from dr_refit.report.graph.svg import render  # start-up time

    return render(flow)


#: Name on the command line -> the function that draws a flow so.
DRAWINGS: Final[dict[str, Callable[[Flow], str]]] = {
    "mermaid": mermaid.render,
    "dot": dot.render,
    "svg": _svg,
}
#: How the name of a file ends -> its format.
ENDINGS: Final = {
    ".mmd": "mermaid",
    ".mermaid": "mermaid",
    ".dot": "dot",
    ".gv": "dot",
    ".svg": "svg",
}
