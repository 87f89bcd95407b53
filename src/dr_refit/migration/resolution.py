"""The resolution of one dotted name by the migrations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.names import leaf
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.migration.model import Move, Note


class _Resolved(NamedTuple):
    #: The id of the migration that says it.
    migration: str
    #: The name that matched: the one asked for, or a prefix of it.
    old: str
    #: What changed in its behaviour.
    note: Note | None = None


class Moved(NamedTuple):
    """The name moved."""

    migration: str
    old: str
    new: str
    move: Move
    note: Note | None = None


class AlreadyMoved(_Resolved):
    """The name lies in the new home, which is a part of the old one."""

    __slots__ = ()


class MovesHere(NamedTuple):
    """The name moved to the module that imports it, which cannot import from itself."""

    migration: str
    old: str
    new: str
    note: Note | None = None


class Barred(NamedTuple):
    """The name stays: where it is asked for, its new home cannot be imported.

    `by`: the file that is found instead; empty: the home imports the module that asks.
    """

    migration: str
    old: str
    new: str
    by: str
    note: Note | None = None


class Kept(_Resolved):
    """The name stays where it is."""

    __slots__ = ()


class _Advised(NamedTuple):
    migration: str
    old: str
    advice: str
    note: Note | None = None


class Removed(_Advised):
    """The name is gone; the migration has advice."""

    __slots__ = ()


class HomeMissing(_Advised):
    """The name stays: nothing of its new name is there yet; the advice says where."""

    __slots__ = ()


class Unknown(_Advised):
    """The package never had the name; the advice may have the nearest one."""

    __slots__ = ()

    @classmethod
    def of(cls, dotted: str, owner: str, known: Mapping[str, str]) -> Unknown:
        """Return it with its advice; `known`: last part of a name -> the name."""
        from difflib import get_close_matches  # rarely needed

        # Only the last parts are compared: the parts before them are often the same.
        near = get_close_matches(leaf(dotted), known, 1, 0.75)
        advice = f"did you mean {known[near[0]]}?" if near else ""
        return cls(migration=owner, old=dotted, advice=advice)


class Partial(_Resolved):
    """A module some of whose names, but not all of it, have rules."""

    __slots__ = ()


type Resolution = (
    Moved
    | AlreadyMoved
    | MovesHere
    | Barred
    | HomeMissing
    | Kept
    | Removed
    | Unknown
    | Partial
)
