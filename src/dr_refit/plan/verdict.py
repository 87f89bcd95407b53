"""What a check comes to: what is true, and what is left to do."""

from __future__ import annotations

from dataclasses import dataclass

from dr_refit.records import NamedTuple


class Place(NamedTuple):
    """Where something is, in a repository."""

    path: str
    #: 1-based; 0: the whole file.
    line: int = 0


class Need(NamedTuple):
    """Something that is not so yet, and has to be before a step breaks nobody."""

    #: What the step before it `gives`: one of these.
    tokens: tuple[str, ...]
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Left:
    """Something that is left to do, in one repository."""

    why: str
    #: The name of the repository; empty: none in particular.
    repository: str = ""
    places: tuple[Place, ...] = ()
    #: What brings it forward, ready to copy; empty: a person's own work.
    command: str = ""
    #: Whether the command only shows more of it, and a person does the rest.
    shows: bool = False
    #: Whether it is known to be left; else it could not be found out.
    measured: bool = True
    #: What is so when it is done, and what has to be so before.
    gives: str = ""
    needs: tuple[Need, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """How much of a check is true."""

    #: What is true, in a few words; of what is done only.
    said: str = ""
    #: Empty: all of it is true.
    left: tuple[Left, ...] = ()
