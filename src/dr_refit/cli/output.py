"""Where a result goes: for programs to stdout, for people to stderr."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from dr_refit.errors import RefitError
from dr_refit.report.diff import colored, harmless
from dr_refit.report.formats import FORMATS, REPORTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dr_refit.checks.model import Audit
    from dr_refit.cli.options import Output
    from dr_refit.codemod.result import Checked, Report
    from dr_refit.fleet.model import FleetReport, FleetStatus
    from dr_refit.report.diagnostics import Result


def print_rewrite(report: Report, output: Output, *, stdout_is_taken: bool) -> None:
    """Print the report, and to stdout the diffs that are not in it.

    A report for programs goes to stdout as well, where nothing else does.
    """
    from dr_refit.report.text import rewrite

    if output.report:
        _write(output.report, report)
    if output.format != "text":
        text = FORMATS[output.format](report)
        click.echo(text, nl=False, err=stdout_is_taken)
        return
    for result in report.results:
        # What is in a file is shown as it is, its own escapes included.
        text = colored(result.diff) if output.colored else result.diff
        click.echo(text.encode("utf-8", "surrogateescape"), nl=False, color=True)
    if not output.quiet or report.failed:
        text = rewrite.render(report, verbose=output.verbose)
        click.echo(text, err=True, nl=False)


def _write(file: str, report: Result) -> None:
    """Write the report to a file, in the format that its name asks for."""
    form = REPORTS[os.path.splitext(file)[1]]
    try:
        with open(file, "w", encoding="utf-8") as opened:
            opened.write(FORMATS[form](report))
    except OSError as error:
        raise RefitError(f"{file}: {error.strerror}", "name another file") from None


def print_checked(checked: Checked, output: Output) -> None:
    """Print what was found, and unless quiet what there is to say beside."""
    if output.format == "text" and output.quiet:
        checked = checked._replace(said=())
    text = FORMATS[output.format](checked)
    click.echo(text, nl=False)


def print_audit(audit: Audit, output: Output) -> None:
    """Print what was found; quiet: nothing of what is only good to know."""
    if output.format == "text" and output.quiet:
        from dataclasses import replace

        left = tuple(one for one in audit.found if one.finding.level != "note")
        audit = replace(audit, found=left, said=())
        if not left:
            return
    click.echo(FORMATS[output.format](audit), nl=False)


def print_fleet(report: FleetReport, output: Output) -> None:
    """Print the diffs to stdout, and the report."""
    if output.report:
        _write(output.report, report)
    text = output.format == "text"
    for result in report.results if text else ():
        # A file of somebody else's is not to speak to the terminal.
        shown = harmless(result.diff) if sys.stdout.isatty() else result.diff
        click.echo(colored(shown) if output.colored else shown, nl=False, color=True)
    silent = output.quiet or (report.operation == "diff" and not report.exit_code)
    if not text or not silent or report.exit_code == 2:
        click.echo(FORMATS[output.format](report), nl=False, err=text)


def print_notes(notes: Iterable[str], output: Output) -> None:
    """Print what a person should know of a run as a whole."""
    for note in () if output.quiet else notes:
        click.echo(f"note: {note}", err=True)


def print_status(status: FleetStatus, output: Output) -> None:
    """Print the status to stdout: on a terminal as wide as that is."""
    if output.quiet and output.format == "text" and status.exit_code < 2:
        return
    always = output.color == "always"
    on_terminal = output.color == "auto" and sys.stdout.isatty()
    if output.format == "text" and (always or on_terminal):
        from rich.console import Console

        from dr_refit.report.text.status import show

        show(status, Console(force_terminal=True if always else None))
        return
    click.echo(FORMATS[output.format](status), nl=False)


def write_page(path: str, page: str) -> None:
    """Write a page that was asked for beside the report. Raises RefitError."""
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write(page)
    except OSError as error:
        raise RefitError(f"{path}: {error.strerror}", "write elsewhere") from None


def warn_of_uncommitted(names: Sequence[str]) -> None:
    """Print which tracked files have uncommitted changes."""
    from dr_refit.report.printable import printable

    if names:
        named = ", ".join(map(printable, names[:3])) + (", ..." if names[3:] else "")
        click.echo(
            f"warning: uncommitted changes in {len(names)} tracked files ({named});"
            " `git diff` will show them together with this rewrite.\n"
            "hint: commit or stash first; then `git checkout -- PATH` undoes the"
            " rewrite alone",
            err=True,
        )
