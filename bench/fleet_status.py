"""`fleet status` of many repositories: the first time, and every other time.

    python -m bench.fleet_status [--repos 100] [--rounds 3]

A run over at least 100 writes `bench/fleet_status.md`; any other writes to `.bench/`.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
from time import perf_counter
from typing import TYPE_CHECKING

from bench import family
from bench.fleet_update import BENCH, WORK, environment
from bench.trees import HOME

if TYPE_CHECKING:
    from pathlib import Path

HOW = """\
{repos} repositories on this machine, {files} rendered files each; {cores} cores. The
first run renders the template for every project; those after it have only to fetch, to
compare and to read.
"""


def timed(place: Path, *options: str) -> float:
    """Run it once, start-up included; return its seconds."""
    start = perf_counter()
    done = subprocess.run(
        ["fleet", "status", *options],
        cwd=place,
        env=environment(),
        capture_output=True,
        check=False,
    )
    spent = perf_counter() - start
    assert done.returncode == 1, done.stderr  # all are behind
    return spent


def main() -> None:
    """Measure and report."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--repos", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    shutil.rmtree(WORK, ignore_errors=True)
    made = family.make(WORK, options.repos, ["copier"], environment())
    place = made.fresh("copier")
    first = timed(place)
    again = [timed(place) for _ in range(options.rounds)]
    page = timed(place, "--html", "report.html")
    what = HOW.format(
        repos=options.repos,
        files=family.FILES,
        cores=len(os.sched_getaffinity(0)),
    )
    text = f"""\
# fleet status of many repositories

{what}
| run | wall |
|---|---:|
| the first | {first:.1f} s |
| those after it (median of {options.rounds}) | {statistics.median(again):.1f} s |
| one with `--html` | {page:.1f} s |
"""
    folder = BENCH if options.repos >= 100 else HOME
    (folder / "fleet_status.md").write_text(text)
    print(text)


if __name__ == "__main__":
    main()
