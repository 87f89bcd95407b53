"""The old names of a migration: in which wheels they are."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from dr_refit.manifests.names import canonical
from dr_refit.names import root
from dr_refit.records import NamedTuple
from dr_refit.wheels.holders import has, holders

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.migration.model import Migration, Move
    from dr_refit.wheels.stock import Stock
    from dr_refit.wheels.wheel import Wheel


class Old(NamedTuple):
    """A move, and the newest wheel that has its old name; None: there is none."""

    move: Move
    wheel: Wheel | None
    #: The distributions of which versions were looked at.
    names: Sequence[str]


def look_up_old(migration: Migration, stock: Stock) -> Iterator[Old]:
    """Look the old names up, as far as wheels of theirs are to be had."""
    own = migration.distribution
    for package in sorted(migration.roots):
        names = sorted({canonical(own)} if own else stock.brings(package))
        moves = [one for one in migration.moves if root(one.old) == package]
        new = [one.new for one in moves if root(one.new) == package]
        for move in moves:
            wheels = _wheels(stock, names, package, new)
            if len(names) > 1:
                wheels = iter(holders(wheels, move.old))
            if first := next(wheels, None):
                every = chain([first], wheels)
                having = (one for one in every if has([one], move.old) is not False)
                yield Old(move, next(having, None), names)


def _wheels(
    stock: Stock, names: Sequence[str], package: str, new: Sequence[str]
) -> Iterator[Wheel]:
    """Yield the wheels that have a package as it was, the newest first.

    `new`: names of it that the moves lead to, which are in its newest version.
    """
    for name in names:
        versions = stock.versions(name)
        for version in reversed(versions):
            wheel = stock.wheel(name, version)
            is_new = version == versions[-1] and (
                any(map(wheel.surface.reaches, new)) or (new and versions[1:])
            )
            if package in wheel.packages and not is_new:
                yield wheel
