"""The options of the commands, each of them once."""

from __future__ import annotations

import os
import sys
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from dr_refit.cli import complete
from dr_refit.cli.kinds import report_file
from dr_refit.records import NamedTuple
from dr_refit.report.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    type Function = Callable[..., Any]
    type Decorator = Callable[[Function], Function]


def grouped(name: str, kind: Callable[..., object], *options: Decorator) -> Decorator:
    """Add options that reach the command as one value, its argument `name`."""

    def add(function: Function) -> Function:
        keys: list[str] = []

        @wraps(function)
        def command(**given: Any) -> Any:
            value = kind(**{key: given.pop(key) for key in keys})
            return function(**given, **{name: value})

        # click collects them here, last one first.
        there = len(getattr(command, "__click_params__", ()))
        decorated: Any = command
        for option in reversed(options):
            decorated = option(decorated)
        keys += [option.name for option in decorated.__click_params__[there:]]
        return command

    return add


def _cores(_context: click.Context, _option: click.Parameter, jobs: int) -> int:
    if hasattr(os, "sched_getaffinity"):
        return jobs or len(os.sched_getaffinity(0))
    return jobs or os.cpu_count() or 1


jobs = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    callback=_cores,
    help="Run N processes (default: one for each core).",
)


# Output


class Output(NamedTuple):
    """How a result is printed."""

    format: str
    quiet: bool = False
    verbose: bool = False
    color: str = "auto"
    report: str = ""

    @property
    def colored(self) -> bool:
        """Whether to colour what goes to standard output (no-color.org)."""
        if self.color == "auto":
            return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
        return self.color == "always"


_format = click.option(
    "--output-format",
    "--format",
    "format",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="Print the report in this format.",
)
_quiet = click.option("-q", "--quiet", is_flag=True, help="Print errors only.")
_verbose = click.option(
    "-v", "--verbose", is_flag=True, help="Print the name of every rewritten file."
)
_color = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colour the output; auto: on a terminal, unless NO_COLOR is set.",
)
output = grouped("output", Output, _format, _color, _quiet)
output_of_migrate = grouped("output", Output, _format, _color, _quiet, report_file)
output_of_rewrite = grouped(
    "output", Output, _format, _color, _quiet, _verbose, report_file
)


# Migrations


class _MigrationFile(click.Path):
    """A file; whoever gives an id is told the option for it."""

    def convert(self, value: Any, parameter: Any, context: Any) -> Any:
        try:
            return super().convert(value, parameter, context)
        except click.BadParameter as error:
            if not str(value).isidentifier():
                raise
            what = f"{error.message} Of those in `codemod list`: --select {value}."
            return self.fail(what, parameter, context)


migration_files = click.option(
    "--migration",
    "files",
    multiple=True,
    metavar="FILE",
    type=_MigrationFile(exists=True, dir_okay=False),
    help="Add the migration in this TOML file; can be repeated.",
)


homes = click.option(
    "--home",
    "homes",
    multiple=True,
    metavar="PACKAGE",
    help="Take this planned package as there; can be repeated.",
)


codemod_files = click.option(
    "--codemod",
    "codemods",
    multiple=True,
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False),
    help="Run the LibCST codemods in this Python file, too; can be repeated.",
)


values = click.option(
    "--values",
    is_flag=True,
    help="Rename the literals that migrations name in [[value]], too.",
)


class Chosen(NamedTuple):
    """The migrations to run."""

    moves: tuple[str, ...]
    modules: tuple[str, ...]
    files: tuple[str, ...]
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    homes: tuple[str, ...]
    codemods: tuple[str, ...]
    values: bool


chosen = grouped(
    "chosen",
    Chosen,
    click.option(
        "--move",
        "moves",
        multiple=True,
        metavar="OLD=NEW",
        help="Move a symbol, a.b.C=x.y.D, instead of running the shipped migrations;"
        " can be repeated.",
    ),
    click.option(
        "--move-module",
        "modules",
        multiple=True,
        metavar="OLD=NEW",
        help="Move a module or package with all that is in it, likewise.",
    ),
    click.option(
        "--select",
        multiple=True,
        shell_complete=complete.migrations,
        metavar="ID",
        help="Run only this migration (default: all); can be repeated.",
    ),
    click.option(
        "--ignore",
        multiple=True,
        shell_complete=complete.migrations,
        metavar="ID",
        help="Leave out this migration; can be repeated.",
    ),
    migration_files,
    homes,
    codemod_files,
    values,
)


# Files


class Excluded(NamedTuple):
    """Patterns of paths to leave out, as in a .gitignore."""

    exclude: tuple[str, ...]
    extend_exclude: tuple[str, ...]
    force_exclude: bool = False


_exclude = click.option(
    "--exclude",
    multiple=True,
    metavar="PATTERN",
    help="Exclude paths by this pattern, as in a .gitignore; replaces the default"
    " excludes.",
)
_extend_exclude = click.option(
    "--extend-exclude",
    multiple=True,
    metavar="PATTERN",
    help="Exclude these paths in addition to the default excludes.",
)
excluded_below = grouped("excluded", Excluded, _exclude, _extend_exclude)
excluded = grouped(
    "excluded",
    Excluded,
    _exclude,
    _extend_exclude,
    click.option(
        "--force-exclude",
        is_flag=True,
        help="Exclude paths even where they are named, as pre-commit names all.",
    ),
)
