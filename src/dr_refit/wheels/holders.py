"""Which of several wheels know whether there is a name: they share its package."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dr_refit.wheels.wheel import Wheel


def holders(wheels: Iterable[Wheel], dotted: str) -> list[Wheel]:
    """Return the wheels that have the most of a dotted name.

    Distributions may share a package that has no __init__.py: one that has only that
    knows nothing of the modules that another one has in it.
    """
    known = [(len(one.surface.nearest(dotted)), one) for one in wheels]
    most = max((length for length, _ in known), default=0)
    return [one for length, one in known if length == most > 0]


def has(wheels: Iterable[Wheel], dotted: str) -> bool | None:
    """Return whether a name is there; None: a wheel that is not here may have it."""
    known = holders(wheels, dotted)
    if any(one.surface.reaches(dotted) for one in known):
        return True
    shared = (one.surface.is_open(one.surface.nearest(dotted)) for one in known)
    return None if any(shared) else False


def spoken(wheels: Iterable[Wheel]) -> str:
    """Return the distributions of wheels with their versions, for a message."""
    return ", ".join(f"{one.distribution} {one.version}" for one in wheels)
