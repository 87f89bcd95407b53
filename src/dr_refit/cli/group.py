"""Commands whose errors end in a message, a hint and an exit code."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any

import click

from dr_refit.errors import Problem


class Command(click.Command):
    """A command whose Problems become a message, a hint and exit code 2."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command; exit with 2 on a Problem or an interrupt."""
        try:
            return super().invoke(context)
        except Problem as problem:
            _say(problem.message, problem.hint)
        except KeyboardInterrupt:
            _say("interrupted")
        return context.exit(2)


class Group(click.Group):
    """A group of such commands; an OSError becomes a message as well."""

    command_class = Command

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run the group; exit with 2 on a full disk. click handles closed pipes."""
        try:
            return super().main(*arguments, **options)
        except OSError as error:
            _give_up_output()
            where = f"{os.fsdecode(error.filename)}: " if error.filename else ""
            _say(f"{where}{error.strerror or error}")
            sys.exit(2)


def _say(message: str, hint: str = "") -> None:
    from dr_refit.report.printable import printable

    with suppress(OSError):
        click.echo(f"error: {printable(message)}", err=True)
        if hint:
            click.echo(f"hint: {printable(hint)}", err=True)


def _give_up_output() -> None:
    """Discard unwritten output, which Python would flush once more as it exits."""
    try:
        sys.stdout.flush()
    except OSError:
        with open(os.devnull, "wb") as nothing:
            os.dup2(nothing.fileno(), sys.stdout.fileno())
