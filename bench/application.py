"""Many clients at once ask an application, on loopback: nothing is lost, memory steady.

    python -m bench.application [--clients 50] [--requests 20] [--rounds 5]

The application is rendered, installed as its Dockerfile does, and given a table of many
rows. Every client asks so often in a round, one of several queries after the other,
and compares each answer with what it must be. A run of the usual size writes
`bench/application.md`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, NamedTuple

import copier

from bench.trees import BENCH, HOME, say

if TYPE_CHECKING:
    from collections.abc import Iterator

WORK = HOME / "application"
BIN = Path(sys.executable).parent
TEMPLATE = BENCH.parent / "templates/application"
USUAL = (50, 20, 5)
ROWS = 200_000
#: Values of the query's parameter; each has its answer.
DATA = [f"set-{number}" for number in range(10)]
_MAKE = """
import sys, duckdb
duckdb.sql(
    "SELECT 'set-' || i % 10 AS data, (i % 7) || 'M' AS params, i % 5 AS seed,"
    f" (i * 7919 % 1000) / 1000 AS primary_metric FROM range({sys.argv[1]}) AS t(i)"
).write_parquet(sys.argv[2])
"""


class Round(NamedTuple):
    """What a round of requests took."""

    seconds: float
    #: Milliseconds of each request, sorted.
    each: list[float]
    #: Answers that are not what they must be.
    wrong: int
    #: Resident memory of the server afterwards, in MB.
    memory: float


def install() -> None:
    """Make the application, with a large table."""
    shutil.rmtree(WORK, ignore_errors=True)
    answers = {"project_name": "by-tomorrow-app"}
    copier.run_copy(str(TEMPLATE), WORK, answers, defaults=True, quiet=True)
    sync = [
        str(BIN / "uv"),
        "sync",
        "-q",
        "--no-default-groups",
        "--python",
        sys.executable,
    ]
    subprocess.run(sync, cwd=WORK, check=True)
    data = WORK / "src/by_tomorrow_app/data"
    made = data / "results.parquet"
    python = WORK / ".venv/bin/python"
    subprocess.run([python, "-c", _MAKE, str(ROWS), made], check=True)
    digest = hashlib.sha256(made.read_bytes()).hexdigest()
    (data / "SHA256SUMS").write_text(f"{digest}  {made.name}\n", "utf-8")


@contextmanager
def server() -> Iterator[tuple[int, int]]:
    """Run it; yield its process and its port."""
    log = WORK / "log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [WORK / ".venv/bin/fastapi", "run", "--host=127.0.0.1", "--port=0"],
            cwd=WORK,
            env=os.environ | {"COLUMNS": "200"},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        running = re.compile(r"running on http://127\.0\.0\.1:(\d+)")
        while (found := running.search(log.read_text("utf-8"))) is None:
            assert process.poll() is None, log.read_text("utf-8")
            time.sleep(0.1)
        port = int(found[1])
        while ask(HTTPConnection("127.0.0.1", port), "/api/ready")[0] != 200:
            time.sleep(0.1)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait(timeout=30)


def ask(connection: HTTPConnection, path: str) -> tuple[int, bytes]:
    """Send one request; return status and body."""
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer.status, answer.read()


def path_of(data: str) -> str:
    """Return the path of the query for one value of its parameter."""
    return f"/api/queries/scores?data={data}"


def result(body: bytes) -> object:
    """Return a result; sums of many threads differ in their last digits."""
    return json.loads(body, parse_float=lambda text: round(float(text), 9))


def resident(process: int) -> float:
    """Return the resident memory of a process, in MB."""
    text = Path(f"/proc/{process}/status").read_text("utf-8")
    (found,) = re.findall(r"VmRSS:\s+(\d+) kB", text)
    return int(found) / 1024


def run_round(
    process: int, port: int, clients: int, requests: int, right: list[object]
) -> Round:
    """Let all clients ask at the same time."""

    def client(number: int) -> tuple[list[float], int]:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        each, wrong = [], 0
        for turn in range(requests):
            which = (number + turn) % len(DATA)
            start = perf_counter()
            status, body = ask(connection, path_of(DATA[which]))
            each.append((perf_counter() - start) * 1000)
            wrong += status != 200 or result(body) != right[which]
        connection.close()
        return each, wrong

    start = perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        told = [*pool.map(client, range(clients))]
    return Round(
        seconds=perf_counter() - start,
        each=sorted(value for each, _ in told for value in each),
        wrong=sum(wrong for _, wrong in told),
        memory=resident(process),
    )


def table(rounds: list[Round]) -> str:
    """Return the rounds as a table."""
    lines = [
        "| round | requests | lost or wrong | per second | median | 95 % in | memory |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for number, one in enumerate(rounds, 1):
        count, median = len(one.each), statistics.median(one.each)
        within = one.each[int(count * 0.95)]
        lines.append(
            f"| {number} | {count:,} | {one.wrong} | {count / one.seconds:.0f}"
            f" | {median:.0f} ms | {within:.0f} ms | {one.memory:.0f} MB |"
        )
    return "\n".join(lines)


def main() -> None:
    """Measure and report; fail if an answer was lost, or memory grows."""
    parser = argparse.ArgumentParser()
    for name, default in zip(("clients", "requests", "rounds"), USUAL, strict=True):
        parser.add_argument(f"--{name}", type=int, default=default)
    options = parser.parse_args()
    say("installing the application")
    install()
    with server() as (process, port):
        connection = HTTPConnection("127.0.0.1", port)
        right = [result(ask(connection, path_of(each))[1]) for each in DATA]
        rounds = []
        for number in range(options.rounds):
            say(f"round {number + 1}")
            asked = (process, port, options.clients, options.requests)
            rounds.append(run_round(*asked, right))
    text = f"""\
# {options.clients} clients at once

An application with a table of {ROWS:,} rows (`templates/application`, as its Dockerfile
installs it) on loopback; {len(os.sched_getaffinity(0))} cores for it and its clients.
Each client has a connection of its own and waits for an answer before it asks again.

{table(rounds)}
"""
    usual = (options.clients, options.requests, options.rounds) == USUAL
    (BENCH if usual else HOME).joinpath("application.md").write_text(text)
    print(text)
    assert not any(one.wrong for one in rounds), "answers were lost, or are wrong"
    # The first round makes the caches; after it there is nothing to grow.
    assert rounds[-1].memory <= rounds[0].memory * 1.25, "memory grows"


if __name__ == "__main__":
    main()
