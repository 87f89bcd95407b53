"""Commands whose errors end in a message, a hint and an exit code."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import click

from dr_refit.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator


def examples(*lines: str) -> str:
    """Return what a command's help ends in: command lines to copy."""
    return "\n".join(["\b", "Examples:", *(f"  {line}" for line in lines)])


class Command(click.Command):
    """A command whose Problems become a message, a hint and exit code 2."""

    def get_short_help_str(self, limit: int = 45) -> str:  # noqa: ARG002 - click's name
        """Return its first sentence, whole: the list of commands has room for lines."""
        return super().get_short_help_str(limit=400)

    def invoke(self, context: click.Context) -> Any:
        """Run the command; exit with 2 on a Problem."""
        try:
            return super().invoke(context)
        except Problem as problem:
            _say(problem.message, problem.hint)
        return context.exit(2)


class Group(click.Group):
    """A group of such commands; an OSError, and a signal, become a message as well."""

    command_class = Command

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run the group; exit with 2 where nobody takes its output."""
        _open_closed_streams()
        if "COMP_WORDS" in os.environ:
            from dr_refit.cli import bash  # only a shell that completes needs it

            bash.register()
        try:
            return super().main(*arguments, **options)
        except OSError as error:
            where = f"{os.fsdecode(error.filename)}: " if error.filename else ""
            _say(f"{where}{error.strerror or error}")
            _give_up_output()
            sys.exit(2)

    def make_context(self, *arguments: Any, **options: Any) -> click.Context:
        """Make the context, in which --help and --version print."""
        with _broken_pipes_said():
            return super().make_context(*arguments, **options)

    def invoke(self, context: click.Context) -> Any:
        """Run the command that was named; exit as told to on a signal."""
        from dr_refit.cli.signals import raise_when_stopped

        raise_when_stopped()
        try:
            with _broken_pipes_said():
                return super().invoke(context)
        except KeyboardInterrupt as stop:
            _say("interrupted", *getattr(stop, "__notes__", ()))
            # As the shell says it of what a signal has ended.
            return context.exit(128 + getattr(stop, "number", 2))


@contextmanager
def _broken_pipes_said() -> Iterator[None]:
    """Hide a closed pipe from click, to which it means exit code 1."""
    try:
        yield
    except BrokenPipeError as error:
        raise OSError(f"output: {error.strerror}") from error


def _open_closed_streams() -> None:
    """Open the standard streams that are closed: no other file is to be taken for one.

    What is asked of them fails, but what is said to stderr is lost.
    """
    modes = (
        (os.O_WRONLY, "stdin", "r"),
        (os.O_RDONLY, "stdout", "w"),
        (os.O_WRONLY, "stderr", "w"),
    )
    for number, (flags, name, mode) in enumerate(modes):
        try:
            os.fstat(number)
        except OSError:
            # It gets the smallest number that is free.
            os.open(os.devnull, flags)
            setattr(sys, name, os.fdopen(number, mode, closefd=False))


def _say(message: str, hint: str = "") -> None:
    from dr_refit.report.printable import printable

    with suppress(OSError):
        click.echo(f"error: {printable(message)}", err=True)
        if hint:
            click.echo(f"hint: {printable(hint)}", err=True)


def _give_up_output() -> None:
    """Discard unwritten output, which Python would flush once more as it exits."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except OSError:
            with open(os.devnull, "wb") as nothing:
                os.dup2(nothing.fileno(), stream.fileno())
