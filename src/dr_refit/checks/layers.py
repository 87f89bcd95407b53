"""Which package may import which, and the reason if it may not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

from dr_refit.checks.model import LAYERS, Check
from dr_refit.checks.nodes import ignored
from dr_refit.codes import Code
from dr_refit.findings import Position
from dr_refit.manifests import elsewhere
from dr_refit.names import import_name
from dr_refit.python.comments import ignored_lines

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from dr_refit.checks.model import Family, Found, Repository

    class Placed(Protocol):
        """A package that may have a layer."""

        @property
        def package(self) -> str:
            """Its import name."""

        @property
        def layer(self) -> str:
            """Its layer; empty: it takes no part."""


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
    importer: Placed,
    imported: str,
    members: Sequence[Placed],
    retired: Container[str],
    layers: Sequence[str] = LAYERS,
) -> str:
    """Return why a package may not import another; empty: it may.

    `members` are in the order of the fleet.toml, `layers` from the bottom up.
    """
    order = [member.package for member in members]
    position = order.index(imported) if imported in order else None
    if imported in retired:
        return f"{imported} is retired: nothing may import it"
    if position is None or not (importer.layer and members[position].layer):
        return ""
    layer = members[position].layer
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


class LayerViolation(Check):
    """{why}."""

    code = Code.LAYER_VIOLATION

    def find(self, family: Family) -> Iterator[Found]:
        """Yield the imports and the requirements of packages that may not be had."""
        for one in family.repositories:
            yield from self._imports(one, family)
            yield from self._requirements(one, family)

    def _imports(self, one: Repository, family: Family) -> Iterator[Found]:
        for each in one.imports:
            why = _why(one, each.package, family)
            if why and not one.has_beside(each):
                at = each.path, each.position, each.ignored
                yield self.found(one.name, *at, why=why)

    def _requirements(self, one: Repository, family: Family) -> Iterator[Found]:
        for each in one.requirements:
            package = import_name(each.distribution)
            if why := _why(one, package, family):
                what = f"{each.listing or each.path} requires {package}: {why}"
                at = each.path, each.position, each.ignored
                yield self.found(one.name, *at, why=what)
        names = {member.package for member in family.members} | family.retired
        for package in sorted(names):
            why = _why(one, package, family)
            for path, text in one.texts.items() if why else ():
                comments = ignored_lines(text.encode())
                for mention in elsewhere.requiring(path, text, package):
                    here = Position(line=mention.number, column=1)
                    what = f"{path} requires {package}: {why}"
                    codes = ignored(comments, mention.number)
                    yield self.found(one.name, path, here, codes, why=what)


def _why(one: Repository, package: str, family: Family) -> str:
    if package == one.package or package in one.packages:
        return ""
    return violation(one, package, family.members, family.retired, family.layers)
