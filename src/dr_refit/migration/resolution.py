"""What the migrations say of one dotted name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dr_refit.migration.model import Move, Note


@dataclass(frozen=True, kw_only=True, slots=True)
class _Resolved:
    #: The id of the migration that says it.
    migration: str
    #: The name that matched: the one asked for, or a prefix of it.
    old: str
    #: What changed in its behaviour.
    note: Note | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved(_Resolved):
    """It has another name now."""

    new: str
    move: Move


@dataclass(frozen=True, kw_only=True, slots=True)
class MovesHere(_Resolved):
    """It moved to the very module that asks, which cannot import from itself."""

    new: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept(_Resolved):
    """It stays where it is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Removed(_Resolved):
    """It is gone; the migration has advice."""

    advice: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Unknown(_Resolved):
    """Its package never had it; the advice may name the nearest name."""

    advice: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Partial(_Resolved):
    """A module some of whose names, but not all of it, have rules."""


type Resolution = Moved | MovesHere | Kept | Removed | Unknown | Partial
