"""What the commands share: a wrong command line, or file, ends in a message."""

from __future__ import annotations

from typing import Any

import click

from dr_refit.errors import RefitError


class Command(click.Command):
    """A command whose RefitErrors become a message, a hint and exit code 2."""

    def invoke(self, context: click.Context) -> Any:
        """Run it; exit 2 where the user has to mend something first."""
        try:
            return super().invoke(context)
        except RefitError as error:
            from dr_refit.report.text import shown  # noqa: PLC0415

            click.echo(f"error: {shown(error.message)}", err=True)
            if error.hint:
                click.echo(f"hint: {shown(error.hint)}", err=True)
            context.exit(2)


class Group(click.Group):
    """A group of such commands."""

    command_class = Command
