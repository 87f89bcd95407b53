"""`--only`: the kinds of what is rewritten and reported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dr_refit.findings import KINDS

if TYPE_CHECKING:
    from dr_refit.findings import Kind


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
