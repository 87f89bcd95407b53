"""Python started by forking one that has imported a tool already: it is as new."""

from __future__ import annotations

import atexit
import functools
import os
import pickle
import signal
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: After which a process is taken to hang.
_SECONDS = 300
_SERVER = f"""
import sys
sys.path[0] = {str(Path(__file__).parents[2])!r}
from tests.support import fork_server
fork_server.main()
"""
#: Print what a run of a tool imports, and others of it may.
_OURS = """
import pkgutil, sys
import dr_refit
from dr_refit.cli.codemod import main
try:
    main(["rewrite-imports", "--move", "a.b=c.b", "--diff", "."])
except SystemExit:
    pass
for room in ("cli", "fleet", "git", "project", "refactor", "report"):
    package = __import__(f"dr_refit.{room}", fromlist=["__path__"])
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        __import__(module.name)
import copier._cli, copier._main, jinja2.ext, jinja2_ansible_filters
print(*(name for name in sys.modules if name != "__main__"), file=sys.__stdout__)
"""

_COPIERS = """
import sys
import copier._cli, copier._main, jinja2.ext, jinja2_ansible_filters, prompt_toolkit
import questionary
print(*(name for name in sys.modules if name != "__main__"))
"""


class Ended(NamedTuple):
    """What a process left behind."""

    code: int
    out: bytes
    err: bytes


class _Server:
    def __init__(self, options: tuple[str, ...], modules: list[str]) -> None:
        self._ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        number = str(theirs.fileno())
        self._process = subprocess.Popen(
            [sys.executable, *options, "-c", _SERVER, number, *modules],
            pass_fds=[theirs.fileno()],
        )
        theirs.close()
        atexit.register(self._stop)

    def _stop(self) -> None:
        self._ours.close()
        self._process.wait()

    def run(self, request: bytes, streams: list[int]) -> int:
        socket.send_fds(self._ours, [request], streams)
        child = pickle.loads(self._ours.recv(100))
        self._ours.settimeout(_SECONDS)
        try:
            return int(pickle.loads(self._ours.recv(100)))
        except BaseException:
            os.kill(child, signal.SIGKILL)
            self._ours.settimeout(None)
            self._ours.recv(100)
            raise
        finally:
            self._ours.settimeout(None)


@functools.cache
def _server(copier: bool) -> _Server:
    with tempfile.TemporaryDirectory() as folder:
        with open(f"{folder}/a.py", "w", encoding="utf-8") as file:
            file.write("from a import b\n")
        command = [sys.executable, "-c", _COPIERS if copier else _OURS]
        done = subprocess.run(command, cwd=folder, capture_output=True, check=True)
    options = () if copier else ("-W", "error")
    return _Server(options, done.stdout.decode().splitlines()[-1].split())


def run(
    code: str,
    arguments: Sequence[str | bytes],
    folder: Path,
    environment: Mapping[str, str],
    *,
    stdin: bytes = b"",
    copier: bool = False,
) -> Ended:
    """Run code as `python -c CODE ARGUMENTS` would; ours has warnings as errors."""
    words = [one if isinstance(one, str) else os.fsdecode(one) for one in arguments]
    request = pickle.dumps((code, words, str(folder), dict(environment)))
    with (
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
    ):
        given.write(stdin)
        given.seek(0)
        streams = [given.fileno(), out.fileno(), err.fileno()]
        status = _server(copier).run(request, streams)
        out.seek(0)
        err.seek(0)
        return Ended(status, out.read(), err.read())
