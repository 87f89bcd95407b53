"""`fleet`: options in, exit code out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from dr_refit import __version__
from dr_refit.cli.group import Group
from dr_refit.errors import RefitError
from dr_refit.fleet_model import LAYERS

if TYPE_CHECKING:
    from collections.abc import Callable


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="fleet")
def main() -> None:
    """Bring every repository to the newest template and the newest imports.

    Exit codes: 0 done; 1 behind, drifted, or something is left for a person; 2
    something failed.
    """


def fleet_file[F: Callable[..., Any]](function: F) -> F:
    """Add the option that names the fleet.toml."""
    option = click.option(
        "-f",
        "--file",
        "path",
        default="fleet.toml",
        show_default=True,
        metavar="FILE",
        help="The repositories, and where their template is.",
    )
    return option(function)


@main.command("list")
@fleet_file
@click.option("--json", "as_json", is_flag=True, help="For a matrix of CI jobs.")
def list_(*, path: str, as_json: bool) -> None:
    """List the repositories."""
    from dr_refit.fleet import manifest  # noqa: PLC0415

    repositories = manifest.load(path).repositories
    if as_json:
        import json  # noqa: PLC0415

        keys = ("name", "package", "layer", "location", "hold")
        listed = [{key: getattr(repo, key) for key in keys} for repo in repositories]
        click.echo(json.dumps(listed))
        return
    from dr_refit.report.columns import aligned  # noqa: PLC0415

    rows = [(repo.name, repo.layer, repo.location) for repo in repositories]
    click.echo(aligned(rows), nl=False)


@main.command()
@fleet_file
@click.argument("place", metavar="PATH|URL")
@click.option("--name", help="The project's name; else the last part of its place.")
@click.option("--layer", type=click.Choice(LAYERS), help="Its layer.")
def add(*, path: str, place: str, name: str | None, layer: str | None) -> None:
    """Add a repository to fleet.toml; comments and layout stay as they are."""
    from dr_refit.fleet import manifest  # noqa: PLC0415
    from dr_refit.fleet_model import Repo  # noqa: PLC0415

    if "://" not in place and not place.startswith("git@"):
        if not any(os.path.exists(os.path.join(place, n)) for n in (".git", "HEAD")):
            hint = "name the folder of a clone, or a URL"
            raise RefitError(f"{place} is no git repository", hint)
        place = os.path.abspath(place)
    if name is None:
        last = place.rstrip("/").replace(":", "/").rpartition("/")[2]
        name = last.removesuffix(".git").lower()
    manifest.add(path, Repo(name=name, location=place, layer=layer or ""))
    click.echo(f"{name} is in {path} now", err=True)


@main.command()
def schema() -> None:
    """Print the JSON Schema of a fleet.toml, for editors."""
    import json  # noqa: PLC0415

    from dr_refit.fleet import manifest  # noqa: PLC0415

    click.echo(json.dumps(manifest.json_schema(), indent=2))


if __name__ == "__main__":
    main()
