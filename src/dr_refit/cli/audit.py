"""`codemod audit`, and what `fleet audit` has in common with it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from dr_refit.cli import options
from dr_refit.cli.group import Command, examples
from dr_refit.cli.output import print_audit
from dr_refit.errors import RefitError
from dr_refit.names import import_name
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dr_refit.checks.layers import Placed
    from dr_refit.checks.model import Family, Found
    from dr_refit.checks.rules import Rules
    from dr_refit.cli.options import Excluded, Output


class Asked(NamedTuple):
    """What is looked for, and what of it is accepted."""

    select: tuple[str, ...]
    ignore: tuple[str, ...]
    rules: str | None
    baseline: str | None
    add_baseline: bool
    reason: str
    wheels: str | None


def _codes(
    _context: click.Context, _option: click.Parameter, names: tuple[str, ...]
) -> tuple[str, ...]:
    if not names:
        return ()
    from dr_refit.checks.audit import CHECKS
    from dr_refit.toml import nearest

    known = [check.code.value for check in CHECKS]
    for name in names:
        if name not in known:
            hint = nearest(name, known, f"there are: {', '.join(known)}")
            raise click.BadParameter(f"no check has the code {name}; {hint}")
    return names


asked = options.grouped(
    "asked",
    Asked,
    click.option(
        "--select",
        multiple=True,
        metavar="CODE",
        callback=_codes,
        help="Make only this check (default: all); can be repeated.",
    ),
    click.option(
        "--ignore",
        multiple=True,
        metavar="CODE",
        callback=_codes,
        help="Leave out this check; can be repeated.",
    ),
    click.option(
        "--rules",
        metavar="FILE",
        help="Read the rules of this file (default: those that come with dr-refit).",
    ),
    click.option(
        "--baseline",
        metavar="FILE",
        help="Accept what this file lists (default: audit-baseline.toml beside the"
        " fleet.toml, or at PATH, if it is there).",
    ),
    click.option(
        "--add-baseline",
        is_flag=True,
        help="Accept all that is found: write it to the baseline.",
    ),
    click.option(
        "--wheels",
        metavar="FOLDER",
        help="Look imported names up in the wheels in this folder (default: none).",
    ),
    click.option(
        "--reason",
        default="accepted when the baseline was written",
        show_default=True,
        metavar="TEXT",
        help="Give this reason with --add-baseline.",
    ),
)


@click.command("audit", cls=Command, epilog=examples("codemod audit ."))
@click.argument("path", type=click.Path(exists=True, file_okay=False))
@asked
@options.excluded_below
@options.output
def audit_path(path: str, asked: Asked, excluded: Excluded, output: Output) -> None:
    """Find what belongs elsewhere in the repository at PATH; nothing of it is run.

    Layers are those of the nearest fleet.toml that lists it, else of the rules. Exit
    code 1 where something is found.
    """
    from dr_refit.checks.family import family_of, placed
    from dr_refit.checks.model import LAYERS
    from dr_refit.checks.read import read_repository
    from dr_refit.cli.inputs import exclusions
    from dr_refit.migration.toml import load_shipped
    from dr_refit.tree.disk import Disk

    rules = rules_of(asked)
    name, packages, layers = _named(path)
    members = placed(packages, rules, layers or LAYERS)
    layer = dict(members).get(import_name(name), "")
    disk = Disk(path)
    repository = read_repository(
        disk,
        name,
        layer,
        rules.concerns,
        lambda settings: exclusions(disk, settings, excluded),
    )
    migrations = load_shipped()
    family = family_of([repository], members, migrations, rules, layers or LAYERS)

    def shown(found: Found) -> Found:
        here = os.path.normpath(os.path.join(path, found.path))
        return found._replace(repository="", path=here)

    run_audit(family, asked, output, path, shown)


def _named(path: str) -> tuple[str, Sequence[Placed], tuple[str, ...]]:
    """Return the name of a repository, and the packages and layers of its fleet."""
    from dr_refit.fleet import manifest
    from dr_refit.project.local import owner_of
    from dr_refit.tree.disk import Disk

    name = owner_of(Disk(path), "") or os.path.basename(os.path.realpath(path))
    file = manifest.find(path)
    if not os.path.exists(file):
        return name, (), ()
    fleet = manifest.load(file)
    for repo in fleet.repositories:
        if os.path.isdir(repo.location) and os.path.samefile(repo.location, path):
            return repo.name, fleet.repositories, fleet.layers
    return name, fleet.repositories, fleet.layers


def rules_of(asked: Asked) -> Rules:
    """Return the rules that are asked for. Raises RefitError."""
    from dr_refit import files
    from dr_refit.checks import rules

    if asked.rules is None:
        return rules.shipped()
    return rules.parse(files.read(asked.rules), asked.rules)


def run_audit(
    family: Family,
    asked: Asked,
    output: Output,
    folder: str,
    shown: Callable[[Found], Found] = lambda found: found,
) -> None:
    """Audit a family, print what is found, and exit."""
    from dataclasses import replace

    from dr_refit.checks import baseline
    from dr_refit.checks.audit import audit

    file = asked.baseline or os.path.join(folder, baseline.NAME)
    text = _content(file, needed=asked.baseline and not asked.add_baseline)
    if asked.wheels:
        from dr_refit.wheels.stock import Folder

        family = replace(family, stock=Folder(asked.wheels))
    accepted = baseline.parse(text.encode(), os.path.relpath(file))
    found = audit(family, asked.select, asked.ignore, accepted)
    if asked.add_baseline:
        new = baseline.with_found(text, found.found, asked.reason)
        with open(file, "w", encoding="utf-8") as opened:
            opened.write(new)
        accepted = baseline.parse(new.encode(), os.path.relpath(file))
        found = audit(family, asked.select, asked.ignore, accepted)
    found = replace(found, found=tuple(map(shown, found.found)))
    print_audit(found, output)
    raise SystemExit(found.exit_code)


def _content(file: str, *, needed: object) -> str:
    from dr_refit import files

    try:
        return files.read(file).decode("utf-8", "replace")
    except FileNotFoundError:
        if needed:
            hint = "name another file, or write it with --add-baseline"
            raise RefitError(f"{file}: no such file", hint) from None
        return ""
