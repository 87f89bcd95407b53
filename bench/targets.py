"""What was promised, beside what was measured."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.jobs import Row

US = "dr-refit"
READ, PARSE = "floor: walk and read", "floor: parse"
MEGA = 1_000_000
#: Job, what it is, MB it must stay below.
PEAKS = (
    ("job1", "job 1", 60),
    ("job2", "job 2", 60),
    ("job2b", "job 2b", 60),
    ("affected", "affected files", 60),
    ("job3a", "job 3a (1 MB generated)", 250),
    ("job3b", "job 3b (9 MB, not affected)", 60),
    ("job3c", "job 3c (1 MB of real code)", 100),
    ("growth-4x", "growth, four times", 60),
)


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
    jobs = {result.id: result.rows for result in results}
    job1, job2 = jobs.get("job1", []), jobs.get("job2", [])
    job2b, affected = jobs.get("job2b", []), jobs.get("affected", [])
    ours1, ours2 = best(job1, US), best(job2, US)
    start = best(jobs.get("start", []), US)
    ours2b = [row for row in job2b if row.tool.name.startswith(US) and row.verdict]
    return [
        Target(
            what="affected files: our time / parsing them",
            value=_ratio(best(affected, US), best(affected, PARSE)),
            must=1.6,
            aim=1.35,
            unit="x",
        ),
        Target(
            what="affected files: our CPU time / that of parsing them",
            value=_ratio(_cpu(affected, US), _cpu(affected, PARSE)),
            must=1.4,
            aim=1.25,
            unit="x",
        ),
        Target(
            what="job 1: LibCST's time / ours",
            value=_ratio(best(job1, "LibCST"), ours1),
            must=60,
            aim=100,
            unit="x",
            up=True,
        ),
        Target(
            what="job 1: our time / ast-grep's with one pattern",
            value=_ratio(ours1, best(job1, "ast-grep, one pattern")),
            must=1.5,
            aim=1.5,
            unit="x",
        ),
        Target(
            what="job 1: our time / ast-grep's with its rule file",
            value=_ratio(ours1, best(job1, "ast-grep, rule file")),
            must=1,
            aim=1,
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
            value=_ratio(ours2, best(job2, READ)),
            must=3,
            aim=2.5,
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
        *(
            Target(
                what=f"peak memory of a process, {what}",
                value=_peak(jobs.get(job, [])),
                must=must,
                aim=must,
                unit=" MB",
            )
            for job, what, must in PEAKS
        ),
        Target(
            what="`codemod --version`",
            value=start and start * 1000,
            must=120,
            aim=120,
            unit=" ms",
        ),
    ]


def _cpu(rows: list[Row], name: str) -> float | None:
    return next((row.cpu for row in rows if row.tool.name == name), None)


def _peak(rows: list[Row]) -> float | None:
    """Return the largest process of ours, in MB."""
    peaks = [row.peak / MEGA for row in rows if row.tool.name.startswith(US)]
    return max(peaks, default=None)


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
