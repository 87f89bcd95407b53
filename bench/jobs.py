"""The jobs: which files, which move, which tools, how many rounds."""

from __future__ import annotations

import re
import statistics
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bench import peers, samples, trees
from bench.judge import Move, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bench.peers import Tool

CLIENT_ERROR = Move(
    old="botocore.exceptions.ClientError", new="dr_x.errors.ClientError"
)
ALLCLOSE = Move(old="numpy.testing.assert_allclose", new="dr_x.testing.assert_allclose")
WARN = Move(old="warnings.warn", new="dr_x.warnings.warn")
#: The slowest peers get every so-many-th file of the large tree.
SAMPLE = 100
#: A quick run of job 2b gets every so-many-th one.
QUICK = 20
#: Packages with many affected files.
NUMERIC = ("networkx", "pandas", "scipy", "sklearn")
NAMES = (
    *("start", "job1", "job2", "job2b", "affected"),
    *("job3a", "job3b", "job3c", "growth"),
)


@dataclass(frozen=True, kw_only=True)
class Run:
    """One measured process."""

    seconds: float
    #: Seconds of all its processes, summed.
    cpu: float
    exit: int
    #: Largest single process, bytes.
    peak: int
    #: Stopped at the time limit.
    late: bool


@dataclass(kw_only=True)
class Row:
    """One tool's runs of one job."""

    tool: Tool
    #: Python files and their bytes.
    files: int
    bytes: int
    runs: list[Run] = field(default_factory=list)
    verdict: Verdict | None = None
    #: Files that hold the last part of the moved name.
    holding: int = 0
    #: Files a right tool would change.
    affected: int | None = None
    #: Of them: stubs.
    stubs: int = 0
    #: Every run changed the same bytes.
    steady: bool = True
    #: Above 1: run on a sample, the time is to be multiplied by this.
    scale: float = 1.0

    @property
    def seconds(self) -> float:
        """Median wall time; of a sample: extrapolated."""
        return statistics.median(run.seconds for run in self.runs) * self.scale

    @property
    def cpu(self) -> float:
        """Median CPU seconds; of a sample: extrapolated."""
        return statistics.median(run.cpu for run in self.runs) * self.scale

    @property
    def peak(self) -> int:
        """Largest process of any run, bytes."""
        return max(run.peak for run in self.runs)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A tool that takes part in a job."""

    tool: Tool
    rounds: int = 5
    judged: bool = True
    #: Files left out of this tool's judgement.
    apart: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Job:
    """Files, a move, and who does it."""

    id: str
    title: str
    text: str
    files: Mapping[str, Path]
    move: Move
    entries: list[Entry]
    target: str = "."
    judged: bool = True
    #: Seconds before a run is stopped.
    limit: float = 900
    #: The same on some of the files, for tools that would take too long.
    sample: Job | None = None

    def holding(self) -> list[str]:
        """Return the Python files that hold the last part of the moved name, a word."""
        word = re.compile(rb"\b%s\b" % self.move.leaf)
        return [
            path
            for path, file in trees.python_of(self.files).items()
            if word.search(file.read_bytes())
        ]


def plan(start: list[str], *, quick: bool, slow: bool) -> list[Job]:
    """Return the jobs in order."""
    rounds = 3 if quick else 5
    us = Entry(tool=peers.ours(start), rounds=rounds)
    us_alone = Entry(tool=peers.ours(start, 1), rounds=rounds)
    floor = Entry(tool=peers.floor(), rounds=rounds, judged=False)
    parse = Entry(tool=peers.parse_floor(), rounds=rounds, judged=False)
    pattern = Entry(tool=peers.ast_grep_pattern(), rounds=rounds)
    rules = Entry(tool=peers.ast_grep_rules(), rounds=rounds)
    reorder = Entry(tool=peers.reorder(), rounds=rounds)
    definition = f"{CLIENT_ERROR.old.rpartition('.')[0].replace('.', '/')}.py"
    rope = Entry(tool=peers.rope(), rounds=rounds, apart=frozenset({definition}))
    libcst = Entry(tool=peers.libcst(peers.CORES), rounds=1 if quick else 5)
    libcst_alone = Entry(tool=peers.libcst(1), rounds=1)
    once = [replace(entry, rounds=1) for entry in (pattern, rules, reorder)]
    whole = [replace(entry, rounds=1) for entry in (libcst, rope)] if slow else []
    sample = [] if quick or slow else [replace(libcst, rounds=1)]
    tree = trees.files_of()
    return [
        Job(
            id="start",
            title="Start-up",
            text="The command that does nothing.",
            files={},
            move=CLIENT_ERROR,
            entries=[
                Entry(tool=tool, rounds=3 * rounds) for tool in peers.start_up(start)
            ],
            judged=False,
        ),
        Job(
            id="job1",
            title="Job 1: one package",
            text=f"The unpacked `botocore`, `{CLIENT_ERROR}`.",
            files=trees.files_of("botocore"),
            target="botocore",
            move=CLIENT_ERROR,
            entries=[
                *(us, us_alone, pattern, rules, reorder, rope, libcst),
                *([] if quick else [libcst_alone]),
                floor,
            ],
        ),
        Job(
            id="job2",
            title="Job 2: a large tree, a handful of affected files",
            text=f"Installed packages, unpacked; `{CLIENT_ERROR}`.",
            files=tree,
            move=CLIENT_ERROR,
            entries=[
                *(us, us_alone, once[0] if quick else pattern),
                *([] if quick else once[1:2]),
                *(once[2] if quick else reorder, *whole, floor),
            ],
            sample=_sample("job2", tree, CLIENT_ERROR, sample),
        ),
        Job(
            id="job2b",
            title="Job 2b: the large tree, hundreds of affected files",
            text=f"The same packages, `{ALLCLOSE}`: imported from `numpy.testing`, and"
            " used through `np.testing`, aliases and relative imports."
            + (f" Quick: every {QUICK}th file." if quick else ""),
            files=_every(QUICK, tree) if quick else tree,
            move=ALLCLOSE,
            entries=[us, *once, *whole[:1], parse, floor],
            sample=_sample("job2b", tree, ALLCLOSE, sample),
        ),
        Job(
            id="affected",
            title="Affected files",
            text=f"`{', '.join(NUMERIC)}`; `{ALLCLOSE}`.",
            files={
                path: file
                for package in NUMERIC
                for path, file in trees.python_of(trees.files_of(package)).items()
            },
            move=ALLCLOSE,
            entries=[us, us_alone, parse, floor],
        ),
        Job(
            id="job3a",
            title="Job 3a: one affected file of 1 MB",
            text=f"Generated, `{CLIENT_ERROR}`.",
            files=samples.affected(CLIENT_ERROR),
            move=CLIENT_ERROR,
            entries=[
                *(us, pattern, rules, reorder, parse, floor),
                *([] if quick else [libcst_alone]),
            ],
        ),
        Job(
            id="job3b",
            title="Job 3b: one file of 9 MB that does not mention the move",
            text=f"Generated, `{CLIENT_ERROR}`. ast-grep leaves out files this large.",
            files=samples.unaffected(),
            move=CLIENT_ERROR,
            entries=[us, pattern, reorder, floor, *([libcst_alone] if slow else [])],
        ),
        Job(
            id="job3c",
            title="Job 3c: 1 MB of real code in one file",
            text=f"Modules of the standard library, one after the other; `{WARN}`.",
            files=samples.real(),
            move=WARN,
            entries=[us, pattern, parse, floor],
        ),
        *([] if quick else [_growth(times, [us, floor]) for times in (1, 2, 4)]),
    ]


def _sample(
    name: str, files: Mapping[str, Path], move: Move, entries: list[Entry]
) -> Job | None:
    """The same on every `SAMPLE`-th Python file."""
    if not entries:
        return None
    return Job(
        id=f"{name}-sample",
        title=f"{name} on every {SAMPLE}th file",
        text="",
        files=_every(SAMPLE, files),
        move=move,
        entries=entries,
    )


def _every(step: int, files: Mapping[str, Path]) -> dict[str, Path]:
    return {path: files[path] for path in list(trees.python_of(files))[::step]}


def _growth(times: int, entries: list[Entry]) -> Job:
    """The Python files of the large tree, several times over."""
    python = trees.python_of(trees.files_of())
    return Job(
        id=f"growth-{times}x",
        title=f"Growth: {times}x",
        text="",
        files={
            f"copy{number}/{path}": file
            for number in range(times)
            for path, file in python.items()
        },
        move=CLIENT_ERROR,
        entries=entries,
        judged=False,
    )
