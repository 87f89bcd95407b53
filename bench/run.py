"""`make bench`: this project beside its peers, time and correctness in one table.

    python -m bench.run [--quick] [--slow] [--only JOB]... [--ours COMMAND]

A whole run writes `bench/results.md` and `bench/results.json`; a `--quick` or partial
one leaves them alone and writes to `.bench/`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
from dataclasses import asdict
from time import perf_counter
from typing import TYPE_CHECKING

from bench import jobs, judge, peers, table, targets, trees
from bench.trees import BENCH, HOME, say

if TYPE_CHECKING:
    from pathlib import Path

#: Seconds: a tool whose runs of a job took longer so far is not run again.
BUDGET = 60


def measure(tool: peers.Tool, task: peers.Task, root: Path, limit: float) -> jobs.Run:
    """Run the tool once in `root`."""
    log = HOME / "stderr.txt"
    result = subprocess.run(
        [
            *(sys.executable, "-I", "-S", str(BENCH / "measure.py")),
            *(str(limit), str(log), *tool.command(task)),
        ],
        cwd=root,
        env=peers.environment(),
        stdout=subprocess.PIPE,
        check=True,
    )
    run = jobs.Run(**json.loads(result.stdout))
    if run.exit not in tool.fine and not run.late:
        say(f"    exit {run.exit}: {log.read_text(errors='replace')[-2000:]}")
    return run


def digest(changed: dict[str, bytes]) -> str:
    """Return one value for all that a run changed."""
    total = hashlib.sha256()
    for path in sorted(changed):
        total.update(path.encode() + b"\0" + changed[path] + b"\0")
    return total.hexdigest()


def run_job(job: jobs.Job) -> list[jobs.Row]:
    """Run every tool of the job, in turns, each on a fresh copy."""
    say(f"== {job.title}")
    copy = trees.WorkingCopy(HOME / "work" / job.id, job.files)
    os.sync()
    python = trees.python_of(job.files)
    size = sum(file.stat().st_size for file in python.values())
    holding = job.holding()
    listing = HOME / "work" / f"{job.id}.txt"
    listing.write_text("".join(f"{path}\n" for path in holding))
    task = peers.Task(
        move=job.move, target=job.target, count=len(python), holding=listing
    )
    judged = judge.Judge(job.files, job.move) if job.judged else None
    rows = [
        jobs.Row(tool=entry.tool, files=len(python), bytes=size, holding=len(holding))
        for entry in job.entries
    ]
    digests: list[set[str]] = [set() for _ in rows]
    for turn in range(max(entry.rounds for entry in job.entries)):
        for entry, row, seen in zip(job.entries, rows, digests, strict=True):
            spent = sum(run.seconds for run in row.runs)
            if turn >= entry.rounds or spent > BUDGET:
                continue
            run = measure(entry.tool, task, copy.root, job.limit)
            row.runs.append(run)
            say(f"  {entry.tool.name}: {run.seconds:.2f} s, exit {run.exit}")
            changed, _ = copy.changes()
            seen.add(digest(changed))
            if judged is not None and turn == 0 and entry.judged:
                row.verdict = judged.judge(changed, apart=entry.apart)
            copy.put_back()
    for row, seen in zip(rows, digests, strict=True):
        row.steady = len(seen) == 1
    if judged is not None:
        for row in rows:
            row.affected = len(judged.affected)
            row.stubs = len(judged.stubs)
    copy.remove()
    return rows


def result_of(job: jobs.Job) -> targets.Result:
    """Run a job and those on its subset, whose times are scaled up by bytes."""
    rows = run_job(job)
    if job.sample is not None:
        for row in run_job(job.sample):
            row.scale = rows[0].bytes / row.bytes
            rows.append(row)
    return targets.Result(id=job.id, title=job.title, text=job.text, rows=rows)


def main() -> None:
    """Set up, run, print, write."""
    parser = argparse.ArgumentParser(description="This project beside its peers.")
    parser.add_argument("--quick", action="store_true", help="few rounds, few peers")
    parser.add_argument("--slow", action="store_true", help="every peer on all files")
    parser.add_argument("--only", action="append", choices=jobs.NAMES, metavar="JOB")
    parser.add_argument("--ours", metavar="COMMAND", help="instead of `codemod`")
    options = parser.parse_args()
    begin = perf_counter()
    start = peers.find_ours(options.ours)
    trees.set_up()
    facts = table.Facts(
        python=".".join(map(str, sys.version_info[:3])),
        cores=peers.CORES,
        versions=peers.versions(start),
        packages=(BENCH / "tree.txt").read_text().splitlines()[1:],
    )
    results = [
        result_of(job)
        for job in jobs.plan(start, quick=options.quick, slow=options.slow)
        if not options.only or job.id.partition("-")[0] in options.only
    ]
    facts.minutes = (perf_counter() - begin) / 60
    text = table.markdown(facts, results)
    print(text)
    whole = not options.quick and not options.only
    folder = BENCH if whole else HOME
    (folder / "results.md").write_text(text)
    data = {"facts": asdict(facts), "results": [table.data(each) for each in results]}
    (folder / "results.json").write_text(f"{json.dumps(data, indent=2)}\n")
    say(f"{facts.minutes:.1f} min; written to {folder.name}/results.md and .json")


if __name__ == "__main__":
    main()
