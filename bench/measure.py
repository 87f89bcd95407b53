"""Run one command; print its wall and CPU time, exit code and peak memory as JSON.

A process of its own, small on purpose: on Linux a child's `ru_maxrss` starts from
that of the process it was forked from, so a large one would hide what is measured.
CPU seconds are those of the command and of the descendants it waited for, summed;
`ru_maxrss` is the largest single process of the command and of the descendants it
waited for.

    python -I -S measure.py LIMIT_SECONDS STDERR_FILE COMMAND...
"""

import json
import os
import signal
import sys
from time import perf_counter

#: Of `ru_maxrss`: KiB on Linux, bytes on macOS.
UNIT = 1 if sys.platform == "darwin" else 1024


def main(limit: float, stderr: str, command: list[str]) -> None:
    """Run `command` in a session of its own; end all of it after `limit` seconds."""
    late = False
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, stderr, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644),
    ]
    start = perf_counter()
    pid = os.posix_spawnp(
        command[0], command, os.environ, file_actions=actions, setsid=True
    )

    def end(*_: object) -> None:
        nonlocal late
        late = True
        os.killpg(pid, signal.SIGKILL)

    signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, limit)
    _, status, usage = os.wait4(pid, 0)
    seconds = perf_counter() - start
    signal.setitimer(signal.ITIMER_REAL, 0)
    result = {
        "seconds": seconds,
        "cpu": usage.ru_utime + usage.ru_stime,
        "exit": os.waitstatus_to_exitcode(status),
        "peak": usage.ru_maxrss * UNIT,
        "late": late,
    }
    print(json.dumps(result))


if __name__ == "__main__":
    main(float(sys.argv[1]), sys.argv[2], sys.argv[3:])
