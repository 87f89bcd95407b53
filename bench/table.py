"""The results as Markdown and as data; no machine's paths in either."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.targets import MEGA, US, best, targets

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bench.jobs import Row
    from bench.judge import Verdict
    from bench.targets import Result


@dataclass(kw_only=True)
class Facts:
    """Where and with what it ran."""

    python: str
    cores: int
    versions: dict[str, str]
    packages: list[str]
    minutes: float = 0.0


def markdown(facts: Facts, results: list[Result]) -> str:
    """Return the whole page."""
    parts = [
        "# dr-refit beside its peers",
        f"`make bench`: Python {facts.python}, {facts.cores} cores,"
        f" {facts.minutes:.0f} min. Versions: "
        + ", ".join(f"{name} {found}" for name, found in facts.versions.items())
        + ".",
        HOW,
        "## Targets",
        _table(
            ["", "measured", "must", "aim", "met"],
            (target.cells() for target in targets(results)),
        ),
    ]
    growth = [result for result in results if result.id.startswith("growth")]
    for result in results:
        if result not in growth:
            parts += _job(result)
    if growth:
        parts += _growth(growth)
    parts += ["## Commands", _commands(results)]
    parts += ["Packages of the large tree: " + ", ".join(facts.packages) + "."]
    return "\n\n".join(parts) + "\n"


HOW = """\
How it is measured: whole processes, start-up included, by wall clock; the tools take
turns on a copy that is put back to the original bytes before every run (outside the
timing), so the page cache is warm for all. Median, with the fastest and the slowest
of the runs; a tool whose runs took a minute together gets no more of them. CPU: the
seconds of all processes of the tool, summed, median. Peak is `ru_maxrss` of the
largest single process (the command or a worker of it), not the sum.

Right, wrong, missed: affected files (those that use or import the moved name) as they
should be, with a problem, left alone. Every changed file is compared with its
original use by use by the tests' oracle: scope-aware, each use of an imported name
resolved to a dotted name, and these pushed once through the move; besides, nothing
undefined, no lost re-export, no import that nothing uses. Layout is not judged. Stubs
are judged when changed, and never missed: not every tool looks at them. Needless:
changed though not affected, no problem found."""


def _table(head: list[str], rows: Iterable[list[str]]) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _job(result: Result) -> list[str]:
    first = result.rows[0]
    text = result.text
    if first.files:
        text += f" {first.files:,} Python file{'s' * (first.files > 1)},"
        text += f" {first.bytes / MEGA:.1f} MB"
        if first.affected is not None:
            text += f"; {first.holding} hold the name, {first.affected} affected"
        if first.stubs:
            text += f", {first.stubs} of them stubs"
        text += "."
    head = ["tool", "median", "fastest-slowest", "runs", "x ours", "CPU", "peak MB"]
    judged = any(row.verdict for row in result.rows)
    if judged:
        head += ["changed", "right", "wrong", "missed", "needless"]
    ours = best(result.rows, US)
    parts = [
        f"## {result.title}",
        text,
        _table(head, (_cells(row, ours, judged=judged) for row in result.rows)),
    ]
    notes = [note for row in result.rows for note in _notes(row)]
    return [*parts, "\n".join(f"- {note}" for note in notes)] if notes else parts


def _cells(row: Row, ours: float | None, *, judged: bool) -> list[str]:
    times = [run.seconds * row.scale for run in row.runs]
    about = "~" if row.scale > 1 else ">" if any(run.late for run in row.runs) else ""
    cells = [
        row.tool.name,
        about + _seconds(row.seconds),
        f"{_seconds(min(times))}-{_seconds(max(times))}" if len(times) > 1 else "",
        str(len(times)),
        "" if ours is None else f"{row.seconds / ours:.2f}",
        _seconds(row.cpu),
        f"{row.peak / MEGA:.0f}",
    ]
    if not judged:
        return cells
    verdict = row.verdict
    if verdict is None:
        return [*cells, "", "", "", "", ""]
    counts = (
        verdict.changed,
        verdict.right,
        len(verdict.wrong),
        len(verdict.missed),
        len(verdict.needless),
    )
    return [*cells, *map(str, counts)]


def _seconds(value: float) -> str:
    if value < 1:
        return f"{value * 1000:.0f} ms"
    return f"{value:.2f} s" if value < 10 else f"{value:.0f} s"


def _notes(row: Row) -> list[str]:
    """Return what a reader must know of a row."""
    name = row.tool.name
    notes: list[str] = []
    if row.scale > 1:
        notes.append(
            f"{name}: run on a sample of {row.files} files ({row.bytes / MEGA:.1f} MB,"
            f" {row.affected} of them affected); the time is multiplied by"
            f" {row.scale:.1f} (bytes), the counts are the sample's."
        )
    if not row.steady:
        notes.append(f"{name}: not every run gave the same result.")
    if any(run.late for run in row.runs):
        notes.append(f"{name}: stopped at the time limit.")
    bad = {run.exit for run in row.runs if not run.late} - row.tool.fine
    if bad:
        notes.append(f"{name}: exit code {', '.join(map(str, sorted(bad)))}.")
    verdict = row.verdict
    if verdict is None:
        return notes
    for path, problems in list(verdict.wrong.items())[:2]:
        notes.append(f"{name}, wrong: `{path}` {'; '.join(problems[:2])}.")
    if verdict.missed and verdict.changed:
        notes.append(f"{name}, missed: `{verdict.missed[0]}`.")
    if verdict.needless:
        notes.append(f"{name}, needless: `{verdict.needless[0]}`.")
    if verdict.unjudged:
        notes.append(f"{name}: {verdict.unjudged} of the needless ones not judged.")
    return notes


def _growth(results: list[Result]) -> list[str]:
    """One table for all sizes."""
    base = best(results[0].rows, US) or 1.0
    lines = []
    for result in results:
        for row in result.rows:
            mine = row.tool.name == US
            lines.append(
                [
                    row.tool.name,
                    f"{row.files:,}",
                    f"{row.bytes / MEGA:.0f}",
                    _seconds(row.seconds),
                    f"{row.seconds / base:.2f}" if mine else "",
                    f"{row.peak / MEGA:.0f}",
                ]
            )
    lines.sort(key=lambda line: line[0])
    head = ["tool", "files", "MB", "median", "x the first", "peak MB"]
    text = "The Python files of job 2's tree once, twice, four times; the same move."
    return ["## Growth", text, _table(head, lines)]


def _commands(results: list[Result]) -> str:
    tools = {row.tool.name: row.tool for result in results for row in result.rows}
    return "\n".join(
        f"- {name}: `{tool.shown}`" + (f" ({tool.note})" if tool.note else "")
        for name, tool in tools.items()
    )


def data(result: Result) -> dict[str, object]:
    """Return one job as plain data."""
    return {
        "id": result.id,
        "title": result.title,
        "rows": [
            {
                "tool": row.tool.name,
                "command": row.tool.shown,
                "files": row.files,
                "bytes": row.bytes,
                "affected": row.affected,
                "median": round(row.seconds, 4),
                "scale": round(row.scale, 2),
                "seconds": [round(run.seconds, 4) for run in row.runs],
                "cpu": round(row.cpu, 4),
                "exit": sorted({run.exit for run in row.runs}),
                "peak": row.peak,
                "steady": row.steady,
                "verdict": row.verdict and _short(row.verdict),
            }
            for row in result.rows
        ],
    }


def _short(verdict: Verdict) -> dict[str, object]:
    """Return a verdict with no list longer than a reader reads."""
    return {
        "changed": verdict.changed,
        "right": verdict.right,
        "wrong": len(verdict.wrong),
        "missed": len(verdict.missed),
        "needless": len(verdict.needless),
        "unjudged": verdict.unjudged,
        "wrong_files": dict(list(verdict.wrong.items())[:20]),
        "missed_files": verdict.missed[:20],
        "needless_files": verdict.needless[:20],
    }
