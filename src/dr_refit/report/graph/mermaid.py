"""The flow of a fleet in Mermaid: GitHub and other forges draw it where it stands."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from dr_refit.patterns import regex
from dr_refit.report.printable import printable

if TYPE_CHECKING:
    from dr_refit.report.graph.flow import Flow

_STYLES: Final = {
    "retired": "stroke-dasharray:4 3,color:#6b7280",
    "outside": "stroke-dasharray:4 3",
}
_VIOLATION: Final = "stroke:#b3201f,stroke-width:2px,color:#b3201f"
#: What may mean something.
_ODD: Final = regex(r"[^\w .,:()/+*=@!?-]", re.ASCII)


def render(flow: Flow) -> str:
    """Return a flowchart; what must not be is red, and says why."""
    ids = {package: f"p{number}" for number, package in enumerate(flow.packages)}
    lines = ["flowchart TB"]
    for number, (row, packages) in enumerate(flow.rows.items()):
        lines.append(f"  subgraph r{number}[{_text(row)}]")
        lines += [f"    {ids[one]}[{_label(flow, one)}]" for one in packages]
        lines.append("  end")
    for edge in flow.edges:
        arrow = "-->" if edge.places else "-.->"
        said = f"|{_text(edge.reason)}|" if edge.violation else ""
        lines.append(f"  {ids[edge.importer]} {arrow}{said} {ids[edge.imported]}")
    # Rows stay below each other where nothing leads from one to the next.
    above = pairwise(range(len(flow.rows)))
    lines += [f"  r{upper} ~~~ r{lower}" for upper, lower in above]
    bad = [str(n) for n, edge in enumerate(flow.edges) if edge.violation]
    if bad:
        lines.append(f"  linkStyle {','.join(bad)} {_VIOLATION}")
    for kind, style in _STYLES.items():
        if here := [ids[one] for one in flow.packages if flow.kind(one) == kind]:
            lines += [f"  classDef {kind} {style}", f"  class {','.join(here)} {kind}"]
    return "\n".join(lines) + "\n"


def _label(flow: Flow, package: str) -> str:
    note = flow.notes.get(package)
    return _text(f"{flow.name(package)} ({note})" if note else flow.name(package))


def _text(text: str) -> str:
    """Return a text in quotes, with entity codes for all that could mean something."""
    coded = _ODD.sub(lambda found: f"#{ord(found[0])};", printable(text))
    if "style" in coded or "classDef" in coded:
        # Mermaid drops the last `;` of a line such as `style a: #35;`.
        coded = coded.replace(":", "#58;")
    return f'"{coded}"'
