"""Run other programs; no other module does."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import IO, TYPE_CHECKING

from dr_refit import programs
from dr_refit.errors import Problem
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from subprocess import Popen

#: Seconds after which a program is taken to hang.
PATIENCE = 600.0


class Done(NamedTuple):
    """The output and the exit code of a program."""

    code: int
    out: bytes
    err: str


class ProgramError(Problem):
    """A program that could not be run, or failed, and why."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.reason = reason


def run(
    arguments: Sequence[str],
    *,
    environment: Mapping[str, str],
    folder: str | None = None,
    stdin: bytes | IO[bytes] = b"",
    timeout: float = PATIENCE,
) -> Done:
    """Run a program to its end; ProgramError where it is not there, or hangs.

    What it reads may be what another program writes.
    """
    import subprocess

    data, piped = (stdin, None) if isinstance(stdin, bytes) else (None, stdin)
    process = _started(
        arguments, environment, folder, stdin=piped, stderr=subprocess.PIPE
    )
    with process:
        try:
            out, err = process.communicate(data, timeout)
        except subprocess.TimeoutExpired as error:
            _kill(process)
            raise ProgramError(arguments[0], f"no answer in {timeout:.0f} s") from error
        except BaseException:
            _kill(process)
            raise
    text = err.decode(errors="backslashreplace")
    return Done(code=process.returncode, out=out, err=text)


def _started(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    folder: str | None,
    *,
    stdin: IO[bytes] | None = None,
    stderr: int,
) -> Popen[bytes]:
    """Start a program with pipes for its output, and its input. Raises ProgramError.

    `stdin` is what it reads instead.
    """
    import subprocess  # most runs of codemod start nothing

    arguments, environment = _found(arguments, environment, folder)
    try:
        return subprocess.Popen(  # noqa: S603 - a list, and no shell
            arguments,
            cwd=folder,
            env=environment,
            stdin=stdin or subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=stderr,
            # What holds the lock of a run is inherited: see fleet/lock.py.
            close_fds=False,
            # So that what it has started ends with it.
            start_new_session=True,
        )
    except OSError as error:
        raise ProgramError(arguments[0], error.strerror or str(error)) from error


def _kill(process: Popen[bytes]) -> None:
    """Kill a process, and what it has started."""
    import signal

    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def on_terminal(
    arguments: Sequence[str], *, folder: str, environment: Mapping[str, str]
) -> int:
    """Run a program that talks to the user; return its exit code."""
    import subprocess

    arguments, environment = _found(arguments, environment, folder)
    try:
        return subprocess.run(  # noqa: S603
            arguments, cwd=folder, env=environment, check=False
        ).returncode
    except OSError as error:
        raise ProgramError(arguments[0], error.strerror or str(error)) from error


class Service:
    """A program that answers line by line; it ends when nobody asks any more."""

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        environment: Mapping[str, str],
        folder: str | None = None,
    ) -> None:
        import subprocess

        self._process = _started(
            arguments, environment, folder, stderr=subprocess.DEVNULL
        )
        self.name = os.path.basename(arguments[0])

    @property
    def answers(self) -> IO[bytes]:
        """What it writes."""
        assert self._process.stdout is not None
        return self._process.stdout

    def ask(self, question: bytes) -> None:
        """Write to it; ProgramError where it has ended."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(question)
            self._process.stdin.flush()
        except OSError as error:
            raise ProgramError(self.name, "it ended") from error

    def ask_last(self, question: bytes) -> None:
        """Write to it, and say that there is no more; ProgramError as `ask`."""
        self.ask(question)
        assert self._process.stdin is not None
        self._process.stdin.close()

    def wait_for_answer(self, seconds: float) -> bool:
        """Return whether it begins to answer, or ends, in time."""
        import select

        readable, _, _ = select.select([self.answers], [], [], seconds)
        return bool(readable)

    def end(self) -> int:
        """Kill it, and what it started; return its exit code."""
        code = self._process.poll()
        if code is None:
            _kill(self._process)
        for pipe in (self._process.stdin, self._process.stdout):
            # What it was asked last may never have reached it.
            with suppress(OSError):
                assert pipe is not None
                pipe.close()
        ended = self._process.wait()
        return ended if code is None else code


def _found(
    arguments: Sequence[str], environment: Mapping[str, str], folder: str | None
) -> tuple[Sequence[str], Mapping[str, str]]:
    """Return the arguments with the program's own path, and what it may see.

    What it starts itself is found where it was. Raises ProgramError.
    """
    path = programs.trusted(environment.get("PATH", os.defpath), folder or "")
    name, *rest = arguments
    program = programs.find(name, path)
    if program is None:
        raise ProgramError(name, "not found on PATH")
    return [program, *rest], {**environment, "PATH": path}
