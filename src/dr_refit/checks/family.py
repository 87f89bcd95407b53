"""A family from what is known of its repositories."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.checks.model import LAYERS, Family, Member

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dr_refit.checks.layers import Placed
    from dr_refit.checks.model import Repository
    from dr_refit.checks.rules import Rules
    from dr_refit.migration.model import Migration


def placed(
    packages: Iterable[Placed], rules: Rules, layers: Sequence[str] = LAYERS
) -> tuple[Member, ...]:
    """Return the packages of a fleet with their layers, and those that rules add."""
    known = {name: layer for name, layer in rules.packages.items() if layer in layers}
    named = {one.package: one.layer or known.get(one.package, "") for one in packages}
    # Within a layer, only what stands before may be imported: what the fleet does not
    # list comes right behind what it comes after in the rules.
    order = [*named]
    for at, name in enumerate(known):
        if name not in named:
            before = [order.index(one) for one in [*known][:at] if one in order]
            order.insert(max(before, default=-1) + 1, name)
    return tuple(Member(name, (known | named)[name]) for name in order)


def family_of(
    repositories: Sequence[Repository],
    members: Sequence[Member],
    migrations: Sequence[Migration],
    rules: Rules,
    layers: Sequence[str] = LAYERS,
) -> Family:
    """Return the family of repositories that were read."""
    retired = {name for each in migrations for name in each.retired}
    return Family(
        repositories=tuple(repositories),
        members=tuple(members),
        layers=tuple(layers),
        retired=rules.retired | retired,
        migrations=tuple(migrations),
        rules=rules,
    )
