"""The resolution of one dotted name by the migrations."""

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
    """The name moved."""

    new: str
    move: Move


@dataclass(frozen=True, kw_only=True, slots=True)
class AlreadyMoved(_Resolved):
    """The name lies in the new home, which is a part of the old one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MovesHere(_Resolved):
    """The name moved to the module that imports it, which cannot import from itself."""

    new: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept(_Resolved):
    """The name stays where it is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Removed(_Resolved):
    """The name is gone; the migration has advice."""

    advice: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Unknown(_Resolved):
    """The package never had the name; the advice may have the nearest one."""

    advice: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Partial(_Resolved):
    """A module some of whose names, but not all of it, have rules."""


type Resolution = Moved | AlreadyMoved | MovesHere | Kept | Removed | Unknown | Partial
