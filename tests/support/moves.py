"""Moves, and what they make of a dotted name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.migration.model import Migration, Move
from dr_refit.migration.table import MoveTable

if TYPE_CHECKING:
    from collections.abc import Sequence


def lookup_of(moves: Sequence[Move]) -> MoveTable:
    """Make one migration of moves."""
    return MoveTable([Migration(id="drawn", moves=tuple(moves))])


def pushed(dotted: str, moves: Sequence[Move]) -> str:
    """Push a dotted name through moves: the longest match wins, once.

    Of what moved to a part of itself, that part has moved already.
    """
    fitting = [m for m in moves if f"{dotted}.".startswith(f"{m.old}.")]
    if not fitting:
        return dotted
    best = max(fitting, key=lambda move: len(move.old))
    if best.is_inward and f"{dotted}.".startswith(f"{best.new}."):
        return dotted
    return best.new + dotted[len(best.old) :]
