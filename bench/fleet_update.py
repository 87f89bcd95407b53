"""`fleet update` beside the loops people write today: time, processes, edits lost.

    python -m bench.fleet_update [--repos 20] [--rounds 3] [--only TOOL]...

The same repositories, template and edits for all, anew for each run. A whole run writes
`bench/fleet.md` and `bench/fleet.json`; any other writes to `.bench/`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import venv
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from bench import family
from bench.trees import HOME, say

if TYPE_CHECKING:
    from collections.abc import Callable

BENCH = Path(__file__).parent
WORK = HOME / "fleet"
BIN = Path(sys.executable).parent
LOOP = """\
for repo in repos/*/; do
    (cd "$repo" && %s) || true
done
"""
HOW = """\
{repos} repositories, {files} rendered files each, from one template version to the
next; {cores} cores; median of {runs} runs. Updated: repositories in which the newer
version arrived; the others wait for a person to merge a conflict. Edits are changes
that were committed in the project before; lost ones are nowhere in what the tool
leaves, conflicts and rejected hunks included.
"""
POOL = """\
ls -d repos/*/ | xargs -P %d -I{} sh -c '
    cd {} && COPIER_CACHE_DIR=$(mktemp -d) copier update --defaults --quiet || true'
"""


@dataclass(frozen=True, kw_only=True)
class Tool:
    """A way to update all repositories: a shell script, run where `repos` is."""

    name: str
    script: str
    #: Read all that it leaves of a repository: on a branch, or in the checkout.
    left: Callable[[Path], bytes]
    #: Of which kind its projects are.
    kind: str = "copier"


@dataclass(kw_only=True)
class Row:
    """What was measured of one tool."""

    name: str
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    #: git processes that it started, a repository.
    gits: float = 0.0
    edits: int = 0
    lost: list[str] = field(default_factory=list)
    #: In how many repositories the newer version has arrived.
    arrived: int = 0


def tools(jobs: int) -> list[Tool]:
    """List what is compared."""
    checkout, branch = family.in_checkout, family.on_branch
    copier = LOOP % "copier update --defaults --quiet"
    found = [
        Tool(
            name="fleet update", script=f"fleet update -j {jobs} || true", left=branch
        ),
        Tool(name="copier update, shell loop", script=copier, left=checkout),
        Tool(
            name=f"copier update, {jobs} at a time, own caches",
            script=POOL % jobs,
            left=checkout,
        ),
    ]
    cruft = LOOP % "cruft update --skip-apply-ask"
    if has_cruft():
        tool = Tool(
            name="cruft update, shell loop", script=cruft, left=checkout, kind="cruft"
        )
        found.append(tool)
    else:
        say("cruft could not be installed: it is left out")
    return found


def has_cruft() -> bool:
    """Whether cruft is there; it is installed beside the other peers."""
    place = HOME / "cruft"
    if not (place / "bin" / "cruft").exists():
        venv.create(place, with_pip=True, clear=True)
        pip = str(place / "bin" / "pip")
        command = [pip, "install", "--quiet", "cruft==2.16.0"]
        if subprocess.run(command, check=False).returncode:
            shutil.rmtree(place)
            return False
    return True


def environment(**extra: str) -> dict[str, str]:
    """Return the environment: a user who has set nothing."""
    home = WORK / "home"
    home.mkdir(parents=True, exist_ok=True)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "COPIER"))}
    path = f"{BIN}:{HOME / 'cruft' / 'bin'}:{os.environ['PATH']}"
    return kept | family.SOMEBODY | {"HOME": str(home), "PATH": path} | extra


def run(tool: Tool, made: family.Made, row: Row) -> None:
    """Run a tool once on fresh copies; judge what it leaves."""
    place = made.fresh(tool.kind)
    before, start = os.times(), perf_counter()
    subprocess.run(
        ["sh", "-c", tool.script],
        cwd=place,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    row.wall.append(perf_counter() - start)
    after = os.times()
    spent = after.children_user + after.children_system
    row.cpu.append(spent - before.children_user - before.children_system)
    row.edits = sum(map(len, made.edits.values()))
    left = {repo: tool.left(place / "repos" / repo) for repo in made.edits}
    row.arrived = sum(family.NEWER in data for data in left.values())
    row.lost = [
        edit.kind
        for repo, edits in made.edits.items()
        for edit in edits
        if edit.data not in left[repo]
    ]


def count(tool: Tool, made: family.Made, row: Row) -> None:
    """Run it once more, with a git that is counted, and not timed."""
    place = made.fresh(tool.kind)
    shim, log = WORK / "shim", WORK / "gits"
    shim.mkdir(exist_ok=True)
    log.write_text("")
    real = shutil.which("git")
    (shim / "git").write_text(f'#!/bin/sh\necho >> {log}\nexec {real} "$@"\n')
    (shim / "git").chmod(0o755)
    variables = environment()
    variables["PATH"] = f"{shim}:{variables['PATH']}"
    subprocess.run(
        ["sh", "-c", tool.script],
        cwd=place,
        env=variables,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    row.gits = log.stat().st_size / len(made.edits)


def markdown(rows: list[Row], made: family.Made, jobs: int) -> str:
    """Write the table."""
    ours = statistics.median(rows[0].wall)
    what = HOW.format(
        repos=len(made.edits), files=family.FILES, cores=jobs, runs=len(rows[0].wall)
    )
    head = [
        "tool",
        "wall",
        "x ours",
        "CPU",
        "git a repository",
        "updated",
        "edits lost",
    ]
    lines = ["# fleet update beside today's loops", "", what]
    lines += [f"| {' | '.join(head)} |", "|---" + "|---:" * (len(head) - 1) + "|"]
    for row in rows:
        wall, cpu = statistics.median(row.wall), statistics.median(row.cpu)
        lines.append(
            f"| {row.name} | {wall:.1f} s | {wall / ours:.1f} | {cpu:.1f} s"
            f" | {row.gits:.0f} | {row.arrived} | {len(row.lost)} of {row.edits} |"
        )
    lines.append("")
    for row in rows:
        if row.lost:
            kinds = ", ".join(
                f"{kind} ({row.lost.count(kind)})" for kind in sorted({*row.lost})
            )
            lines.append(f"- {row.name} lost: {kinds}.")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--repos", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", action="append", default=[])
    options = parser.parse_args()
    jobs = len(os.sched_getaffinity(0))
    chosen = [
        tool
        for tool in tools(jobs)
        if not options.only or any(word in tool.name for word in options.only)
    ]
    shutil.rmtree(WORK, ignore_errors=True)
    kinds = {tool.kind for tool in chosen}
    made = family.make(WORK, options.repos, kinds, environment())
    rows = [Row(name=tool.name) for tool in chosen]
    for _ in range(options.rounds):
        for tool, row in zip(chosen, rows, strict=True):
            run(tool, made, row)
            say(f"{tool.name}: {row.wall[-1]:.1f} s, {len(row.lost)} edits lost")
    for tool, row in zip(chosen, rows, strict=True):
        count(tool, made, row)
    whole = not options.only and options.repos >= 20 and options.rounds >= 3
    folder = BENCH if whole else HOME
    (folder / "fleet.md").write_text(text := markdown(rows, made, jobs))
    data = [asdict(row) for row in rows]
    (folder / "fleet.json").write_text(json.dumps(data, indent=1) + "\n")
    print(text)


if __name__ == "__main__":
    main()
