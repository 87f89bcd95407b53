"""The flow of a fleet for Graphviz."""

from __future__ import annotations

from itertools import pairwise
from textwrap import wrap
from typing import TYPE_CHECKING, Final

from dr_refit.report.printable import printable

if TYPE_CHECKING:
    from dr_refit.checks.model import Edge
    from dr_refit.report.graph.flow import Flow

_STYLES: Final = {
    "member": "",
    "retired": ' style="dashed" fontcolor="#6b7280"',
    "outside": ' style="dashed"',
}
#: Letters in a line of a reason.
_WIDTH: Final = 32


def render(flow: Flow) -> str:
    """Return a digraph; what must not be is red, and says why."""
    lines = [
        "digraph fleet {",
        '  graph [rankdir="TB" newrank="true" fontname="sans-serif"]',
        '  node [shape="box" fontname="sans-serif"]',
        '  edge [fontname="sans-serif" fontsize="10"]',
    ]
    for number, (row, packages) in enumerate(flow.rows.items()):
        lines.append(f"  subgraph cluster_{number} {{")
        lines.append(f'    graph [label={_text(row)} labeljust="l" color="#d9dbd7"]')
        lines += [f"    {_node(flow, one)}" for one in packages]
        lines += [f"    {{ rank=same; {'; '.join(map(_text, packages))} }}", "  }"]
    # Rows stay below each other, whatever the arrows say.
    for upper, lower in pairwise(flow.rows.values()):
        lines.append(f'  {_text(upper[0])} -> {_text(lower[0])} [style="invis"]')
    lines += [f"  {_edge(edge)}" for edge in flow.edges]
    return "\n".join([*lines, "}"]) + "\n"


def _node(flow: Flow, package: str) -> str:
    label = _text(*filter(None, [flow.name(package), flow.notes.get(package)]))
    return f"{_text(package)} [label={label}{_STYLES[flow.kind(package)]}]"


def _edge(edge: Edge) -> str:
    attributes = ['style="dotted"'] if not edge.places else []
    attributes.append(f"tooltip={_text(f'{edge.verb}: {edge.where}')}")
    if edge.violation:
        said = _text(*wrap(printable(edge.reason), _WIDTH))
        attributes += [f'label={said} color="#b3201f" fontcolor="#b3201f"']
        attributes += ['penwidth="2" constraint="false"']
    ends = f"{_text(edge.importer)} -> {_text(edge.imported)}"
    return f"{ends} [{' '.join(attributes)}]"


def _text(*lines: str) -> str:
    """Return lines as a quoted string, in which nothing means anything else."""
    plain = [
        printable(line).replace("&", "&amp;").replace("\\", "\\\\").replace('"', '\\"')
        for line in lines
    ]
    return f'"{"\\n".join(plain)}"'
