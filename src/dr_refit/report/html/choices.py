"""What of a picture one may choose to see: the rules are style, and no script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dr_refit.checks.model import Edge
    from dr_refit.report.graph.flow import Flow


class Choices(NamedTuple):
    """The options of one control, numbered from 1."""

    labels: Sequence[str]
    #: Package or import -> the options that show it.
    shown: Mapping[str | Edge, Sequence[int]]
    #: The rules that hide what an option does not show.
    style: str


def choices(flow: Flow) -> Choices:
    """Return the choice of all, the violations, or a package and what is around it."""
    packages = [*flow.packages]
    bad = [edge for edge in flow.edges if edge.violation]
    ends = {name for edge in bad for name in (edge.importer, edge.imported)}
    groups = [{*packages}, ends, *map(flow.around, packages)]
    shown: dict[str | Edge, Sequence[int]] = {
        package: [n for n, group in enumerate(groups, 1) if package in group]
        for package in packages
    }
    for edge in flow.edges:
        both = {*shown[edge.importer]} & {*shown[edge.imported]}
        shown[edge] = sorted(both if edge.violation else both - {2})
    return Choices(
        labels=["all packages", "violations", *map(flow.name, packages)],
        shown=shown,
        style="".join(
            f"body:has(#only option:nth-child({number}):checked)"
            f' [data-in]:not([data-in~="{number}"]) {{ visibility: hidden; }}\n'
            for number in range(2, len(groups) + 1)
        ),
    )
