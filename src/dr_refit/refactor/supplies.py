"""What manifests have to know of code that goes from one project to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from dr_refit.codemod.formats import SUFFIXES
from dr_refit.names import root
from dr_refit.refactor import left, needs
from dr_refit.refactor.texts import is_settings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from dr_refit.refactor.crossing import Crossing
    from dr_refit.refactor.places import Place
    from dr_refit.tree.discover import File

    #: Files, and what reads them as they will be.
    type Group = tuple[Sequence[File], Callable[[str], bytes]]


class Moving(Protocol):
    """What goes from one project to another."""

    @property
    def pairs(self) -> Sequence[tuple[Place, Place]]:
        """Where modules are, and where they are to be."""

    @property
    def own(self) -> Collection[str]:
        """The packages that something leaves."""

    @property
    def entries(self) -> Mapping[str, str]:
        """What commands and plugins name, before and then."""


def goods_of(
    departure: Moving,
    staying: Group,
    arrived: Group,
    crossings: tuple[Sequence[Crossing], Sequence[Crossing]],
    manifest: str,
) -> needs.Goods:
    """Return what goes; `crossings`: what it takes from the old home, and that of it.

    `manifest` is the one of the old home.
    """
    used, still = _packages(*arrived), _packages(*staying)
    new = {root(new.module) for _, new in departure.pairs}
    packages = needs.external(used, {*departure.own, *new})
    settings = [
        staying[1](file.path).decode(errors="replace")
        for file in staying[0]
        if is_settings(file.path) and file.path != "pyproject.toml"
    ]
    there, back = crossings
    return needs.Goods(
        needed=tuple(needs.Needed(one, *used[one]) for one in sorted(packages)),
        moves=departure.entries,
        unneeded=frozenset(
            one
            for one in packages - still.keys()
            if not needs.is_used_otherwise(manifest, one, settings)
        ),
        packages=frozenset(
            file.package for file in arrived[0] if root(file.package) in new
        ),
        there=who(there),
        back=who(back),
    )


def _packages(
    files: Iterable[File], content: Callable[[str], bytes]
) -> dict[str, tuple[tuple[str, ...], bool]]:
    """Map the packages that files import to these, and whether all are tests."""
    found: dict[str, dict[str, bool]] = {}
    for file in files:
        if file.path.endswith(SUFFIXES):
            for name, _ in left.imported(file, content(file.path)):
                is_test = not file.package or root(file.package) == "tests"
                found.setdefault(root(name), {})[file.path] = is_test
    return {
        name: (tuple(paths), all(paths.values()))
        for name, paths in found.items()
        if name
    }


def who(found: Sequence[Crossing]) -> Literal["package", "tests"] | None:
    """Return whether a package takes something, or its tests alone; None: nobody."""
    if not found:
        return None
    return "package" if any(one.in_package for one in found) else "tests"
