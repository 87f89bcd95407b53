"""`--only` and `--report`: what is rewritten, and where all that is left is listed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from dr_refit.codes import KINDS
from dr_refit.report.formats import REPORTS

if TYPE_CHECKING:
    from dr_refit.codes import Kind


def _kinds(
    _context: click.Context, _option: click.Parameter, names: tuple[str, ...]
) -> frozenset[Kind]:
    wanted = {name.strip() for text in names for name in text.split(",")}
    if wrong := wanted - {*KINDS}:
        message = f"{min(wrong)!r} is not one of {', '.join(KINDS)}."
        raise click.BadParameter(message)
    return frozenset(kind for kind in KINDS if not wanted or kind in wanted)


only = click.option(
    "--only",
    "kinds",
    multiple=True,
    metavar="KIND,...",
    callback=_kinds,
    help=f"Rewrite and report these kinds only (default: all): {', '.join(KINDS)}.",
)


def _report_file(_context: click.Context, _option: click.Parameter, file: str) -> str:
    if file and os.path.splitext(file)[1] not in REPORTS:
        raise click.BadParameter(f"{file!r} does not end in {', '.join(REPORTS)}.")
    return file


report_file = click.option(
    "--report",
    default="",
    metavar="FILE",
    callback=_report_file,
    help="Write all that changed and is left to this file: .md, .html or .json.",
)
