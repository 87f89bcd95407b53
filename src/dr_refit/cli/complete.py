"""What a shell offers to complete: repositories, templates, answers and migrations.

Where there is no fleet.toml, or a broken one, nothing of it is offered, and nothing
said; the template is then ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click

    from dr_refit.fleet.model import Fleet


def repositories(
    context: click.Context, option: click.Parameter, begun: str
) -> list[str]:
    """Return the names of repositories that go on as it is begun."""
    given = _given(context, option)
    fleet = _fleet(context)
    return _matching(
        (repo.name for repo in fleet.repositories) if fleet else (), begun, given
    )


def templates(
    context: click.Context, _option: click.Parameter, begun: str
) -> list[str]:
    """Return the names of templates."""
    fleet = _fleet(context)
    return _matching(fleet.named if fleet else (), begun)


def answers(context: click.Context, _option: click.Parameter, begun: str) -> list[str]:
    """Return the questions of the template, with the answers to choose from."""
    from dr_refit.fleet import asked, manifest, shipped, state
    from dr_refit.fleet.model import Template

    fleet = _fleet(context)
    name = context.params.get("template") or ""
    template = fleet.named.get(name, fleet.template) if fleet else None
    return _matching(
        asked.offered(
            state.beside(fleet.path if fleet else manifest.find()),
            template or Template(url=shipped.URL),
        ),
        begun,
    )


def migrations(
    context: click.Context, option: click.Parameter, begun: str
) -> list[str]:
    """Return the ids of migrations: those that are shipped, and those of a fleet."""
    from dr_refit.migration.toml import shipped_dir

    shipped = sorted(path.stem for path in shipped_dir().glob("*.toml"))
    fleet = _fleet(context)
    own = (each.id for each in fleet.migrations) if fleet else ()
    return _matching([*shipped, *own], begun, _given(context, option))


def _given(context: click.Context, option: click.Parameter) -> Iterable[str]:
    """Return what is on the line already, where an option can be repeated."""
    value = context.params.get(option.name or "")
    return value if isinstance(value, tuple) else ()


def _fleet(context: click.Context) -> Fleet | None:
    from dr_refit.fleet import manifest

    try:
        return manifest.load(context.params.get("file") or manifest.find())
    except Problem:
        return None


def _matching(names: Iterable[str], begun: str, given: Iterable[str] = ()) -> list[str]:
    return [name for name in names if name.startswith(begun) and name not in given]
