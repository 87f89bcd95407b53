"""`fleet`: options in, exit code out."""

from __future__ import annotations

import click

from dr_refit import __version__
from dr_refit.cli import manage
from dr_refit.cli.group import Group


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="fleet")
def main() -> None:
    """Bring every repository to the newest template and the newest imports.

    Exit codes: 0 done; 1 behind, drifted, or something is left for a person; 2
    something failed.
    """


for command in manage.COMMANDS:
    main.add_command(command)


if __name__ == "__main__":
    main()
