"""The server behind `forks`: it has imported a tool, and forks itself for each process.

    python -c "from tests.support import fork_server; …" SOCKET MODULE …

A child runs its code as the last thing that it does. It ends as Python does, but for
freeing each object of all that is imported, which is half the time of a short command.
"""

from __future__ import annotations

import atexit
import fcntl
import gc
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import warnings
from functools import partial
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_RENDERS = "dr_refit.fleet.copier_process"


def main() -> None:
    """Fork whenever it is asked for."""
    server = socket.socket(fileno=int(sys.argv[1]))
    for name in sys.argv[2:]:
        __import__(name)
    if _RENDERS in sys.modules:
        hurry()
    gc.collect()
    gc.freeze()
    while True:
        # The code, its arguments, folder and environment; and streams.
        data, streams, _, _ = socket.recv_fds(server, 1 << 20, 3)
        if not data:
            os._exit(0)
        child = os.fork()
        if not child:
            server.close()
            _run(streams, *pickle.loads(data))
        for stream in streams:
            os.close(stream)
        server.send(pickle.dumps(child))
        server.send(pickle.dumps(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])))


def _run(
    streams: Sequence[int],
    code: str,
    arguments: Sequence[str],
    folder: str,
    environment: Mapping[str, str],
) -> NoReturn:
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    os.chdir(folder)
    _become(["-c", *arguments], environment)
    sys.path[0] = ""
    status = 0
    try:
        exec(code, {"__name__": "__main__"})
    except SystemExit as end:
        if not isinstance(end.code, int | None):
            raise
        status = end.code or 0
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for output in (sys.stdout, sys.stderr):
        if output and not output.closed:
            output.flush()
    os._exit(status)


def _become(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    sys.argv[:] = arguments
    if plumbum := sys.modules.get("plumbum"):
        # Copier runs git with what plumbum saw of it when it was imported.
        plumbum.local.env.__init__()


def hurry() -> None:
    """Wait for no disk, and start no Python to render: what tests do not look at.

    No test cuts the power; and tests/fleet/test_render.py starts the process itself.
    """
    from dr_refit.git import run

    os.fsync = lambda fd: None
    run._SETTINGS["core.fsync"] = "none"

    class Popen(subprocess.Popen[Any]):
        def __init__(self, args: Sequence[str], **options: Any) -> None:
            if _RENDERS in args:
                options["preexec_fn"] = partial(_render, args, options["env"])
            with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
                # The thread that watches whether the parent lives is no hindrance.
                super().__init__(args, **options)

    subprocess.Popen = Popen  # type: ignore[assignment,misc]


def _render(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Be `python -I -m dr_refit.fleet.copier_process`, and end as it does."""
    from dr_refit.fleet import copier_process

    try:
        # What happens when another program is loaded.
        for number in range(1, signal.NSIG):
            if callable(signal.getsignal(number)):
                signal.signal(number, signal.SIG_DFL)
        for name in os.listdir("/dev/fd"):
            _close_unless_inherited(int(name))
        _become([_RENDERS, *arguments[arguments.index(_RENDERS) + 1 :]], environment)
        warnings.simplefilter("ignore")
        sys.path.remove("")
        sys.stdin = open(0, encoding="utf-8")  # noqa: SIM115
        copier_process.main()
        os._exit(0)
    finally:
        os._exit(1)


def _close_unless_inherited(descriptor: int) -> None:
    try:
        if fcntl.fcntl(descriptor, fcntl.F_GETFD) & fcntl.FD_CLOEXEC:
            os.close(descriptor)
    except OSError:
        # It listed the others.
        pass
