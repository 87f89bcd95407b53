"""Which package may import which, and the reason if it may not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dr_refit.fleet.model import LAYERS

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from dr_refit.fleet.model import Repo

#: Layer of LAYERS -> the layers it may import. Its own: what stands above it in
#: fleet.toml. An application takes external data from a project, which knows what they
#: mean.
_MAY: Final = {
    "utility": (),
    "domain": ("utility", "domain"),
    "project": ("utility", "domain", "project"),
    "application": ("utility", "project"),
}
_A: Final = {
    "domain": "a domain package",
    "project": "a project",
    "application": "an application",
}


def violation(
    importer: Repo,
    imported: str,
    repositories: Sequence[Repo],
    retired: Container[str],
    layers: Sequence[str] = LAYERS,
) -> str:
    """Return why a repository may not import a package; empty: it may.

    `repositories` are in the order of the fleet.toml, `layers` from the bottom up.
    """
    order = [repo.package for repo in repositories]
    position = order.index(imported) if imported in order else None
    if imported in retired:
        return f"{imported} is retired: nothing may import it"
    if position is None or not (importer.layer and repositories[position].layer):
        return ""
    layer = repositories[position].layer
    name = importer.package
    if tuple(layers) != LAYERS:
        if layers.index(layer) > layers.index(importer.layer):
            return f"{name} ({importer.layer}) may not import {imported} ({layer})"
    elif layer == "application":
        return f"{imported} is an application: nothing may import it"
    elif importer.layer == "utility":
        what = f"{name} is a utility and may not import {imported}"
        return f"{what}: utilities build on none"
    elif layer not in _MAY[importer.layer]:
        its = _A[importer.layer]
        return f"{name} is {its} and may not import {imported} ({layer})"
    if layer == importer.layer and position > order.index(name):
        return (
            f"{name} may not import {imported}: in a layer, only what is listed above"
        )
    return ""
