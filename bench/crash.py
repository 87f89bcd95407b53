"""`fleet update`, killed at random moments: the next run ends as an undisturbed one.

    python -m bench.crash [--kills 100] [--repos 10] [--seed N]

Exit code 1 where a commit differs, something is left behind, or a checkout has changed.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from time import perf_counter, sleep

from bench import family
from bench.trees import HOME, say

WORK = HOME / "crash"


def environment() -> dict[str, str]:
    """Return the environment: a user who has set nothing."""
    home = WORK / "home"
    home.mkdir(parents=True, exist_ok=True)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GIT_", "COPIER"))}
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    return kept | family.SOMEBODY | {"HOME": str(home), "PATH": path}


def update(place: Path) -> None:
    """Run it to its end; a conflict is one."""
    done = subprocess.run(
        ["fleet", "update"],
        cwd=place,
        env=environment(),
        capture_output=True,
        check=False,
    )
    if done.returncode not in {0, 1}:
        sys.exit(done.stderr.decode())


def kill(place: Path, after: float) -> None:
    """Start it, and kill it: with all that it has started, or itself alone."""
    with subprocess.Popen(
        ["fleet", "update"],
        cwd=place,
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        sleep(after)
        if random.random() < 0.5:
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def state(place: Path) -> dict[str, list[str]]:
    """Return branches and checkouts of all repositories."""
    found = {}
    for repo in sorted((place / "repos").iterdir()):
        asked = (
            ("for-each-ref", "--format=%(refname) %(objectname)"),
            ("status", "--porcelain"),
            ("diff",),
            ("fsck", "--no-dangling"),
        )
        found[repo.name] = [
            subprocess.run(
                ["git", *question],
                cwd=repo,
                env=environment(),
                capture_output=True,
                text=True,
                check=True,
            ).stdout
            for question in asked
        ]
    return found


def left_behind(place: Path) -> list[str]:
    """List locks, work trees and temporary files."""
    home = place / ".fleet"
    found = [*place.rglob("*.lock"), *(home / "store.git" / "worktrees").glob("*")]
    return [str(path) for path in (*found, *(home / "tmp").rglob("*"))]


def start_again(place: Path, *, wholly: bool) -> None:
    """Take the branches away; wholly: with all that was remembered."""
    for repo in (place / "repos").iterdir():
        command = ["git", "update-ref", "-d", f"refs/heads/{family.BRANCH}"]
        subprocess.run(command, cwd=repo, check=True)
    if wholly:
        shutil.rmtree(place / ".fleet")


def main() -> None:
    """Kill, run again, compare."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--repos", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    random.seed(options.seed)
    shutil.rmtree(WORK, ignore_errors=True)
    made = family.make(WORK, options.repos, ["copier"], environment())
    place = made.fresh("copier")
    for repo in (place / "repos").iterdir():
        (repo / "untracked.txt").write_text("mine\n")
        (repo / "src" / "mod02.py").write_text("dirty = True\n")
    start = perf_counter()
    update(place)
    took = perf_counter() - start
    undisturbed = state(place)
    start_again(place, wholly=True)
    killed = compared = 0
    while killed < options.kills:
        for _ in range(random.randint(1, 3)):
            kill(place, random.uniform(0, 1.1) * took)
            killed += 1
        update(place)
        compared += 1
        if state(place) != undisturbed:
            sys.exit(f"after {killed} kills: another end than undisturbed, see {place}")
        if left := left_behind(place):
            sys.exit(f"after {killed} kills: left behind {left}")
        say(f"{killed} kills")
        start_again(place, wholly=random.random() < 0.7)
    print(
        f"{killed} kills over {options.repos} repositories, {compared} runs after them:"
        " each ended with the commits of an undisturbed run, nothing left behind,"
        " checkouts untouched."
    )


if __name__ == "__main__":
    main()
