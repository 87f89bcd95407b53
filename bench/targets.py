"""What was promised, beside what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.jobs import Row

US = "dr-refit"
MEGA = 1_000_000


@dataclass(frozen=True, kw_only=True)
class Result:
    """One job's rows."""

    id: str
    title: str
    text: str
    rows: list[Row]


@dataclass(frozen=True, kw_only=True)
class Target:
    """One figure that has a must and an aim."""

    what: str
    #: None: not run.
    value: float | None
    must: float
    aim: float
    unit: str
    #: Bigger is better.
    up: bool = False

    def cells(self) -> list[str]:
        """Return the table row."""
        sign = ">=" if self.up else "<="
        bounds = [f"{sign} {bound:g}{self.unit}" for bound in (self.must, self.aim)]
        if self.value is None:
            return [self.what, "not run", *bounds, ""]
        value = self.value

        def holds(bound: float) -> bool:
            return value >= bound if self.up else value <= bound

        met = "aim" if holds(self.aim) else "must" if holds(self.must) else "**missed**"
        digits = 0 if not self.unit or value >= 100 else 1 if value >= 10 else 2
        return [self.what, f"{value:.{digits}f}{self.unit}", *bounds, met]


def targets(results: list[Result]) -> list[Target]:
    """Return what was promised, beside what was measured."""
    job1, job2 = _rows(results, "job1"), _rows(results, "job2")
    job2b, large = _rows(results, "job2b"), _rows(results, "job3a")
    others = [
        row
        for result in results
        if result.id != "job3a"
        for row in result.rows
        if row.tool.name.startswith(US)
    ]
    ours1, ours2 = best(job1, US), best(job2, US)
    start = best(_rows(results, "start"), US)
    ours2b = [row for row in job2b if row.tool.name.startswith(US) and row.verdict]
    return [
        Target(
            what="job 1: LibCST's time / ours",
            value=_ratio(best(job1, "LibCST"), ours1),
            must=60,
            aim=100,
            unit="x",
            up=True,
        ),
        Target(
            what="job 1: our time / ast-grep's",
            value=_ratio(ours1, best(job1, "ast-grep")),
            must=3,
            aim=1.5,
            unit="x",
        ),
        Target(
            what="job 2: ast-grep's time / ours",
            value=_ratio(best(job2, "ast-grep"), ours2),
            must=10,
            aim=20,
            unit="x",
            up=True,
        ),
        Target(
            what="job 2: our time / walking and reading",
            value=_ratio(ours2, best(job2, "floor")),
            must=4,
            aim=2,
            unit="x",
        ),
        Target(
            what="job 2b: changed files that are wrong",
            value=max(
                (len(row.verdict.wrong) for row in ours2b if row.verdict), default=None
            ),
            must=0,
            aim=0,
            unit="",
        ),
        Target(
            what="peak memory of a process, all jobs but 3a",
            value=max((row.peak / MEGA for row in others), default=None),
            must=60,
            aim=60,
            unit=" MB",
        ),
        Target(
            what="peak memory, job 3a (1 MB affected)",
            value=max(
                (row.peak / MEGA for row in large if row.tool.name.startswith(US)),
                default=None,
            ),
            must=250,
            aim=250,
            unit=" MB",
        ),
        Target(
            what="`codemod --version`",
            value=start and start * 1000,
            must=120,
            aim=120,
            unit=" ms",
        ),
    ]


def _rows(results: list[Result], job: str) -> list[Row]:
    return [row for result in results if result.id == job for row in result.rows]


def best(rows: list[Row], name: str) -> float | None:
    """Return the best median of a tool over its settings; ours: as a user types it."""
    found = [
        row.seconds
        for row in rows
        if (row.tool.name == US if name == US else row.tool.name.startswith(name))
    ]
    return min(found, default=None)


def _ratio(a: float | None, b: float | None) -> float | None:
    return None if a is None or b is None else a / b
