"""JSON, of which some values are read with where they stand in the file's bytes.

The bytes are read as Latin-1: each is one character, and what JSON is made of is ASCII.
"""

from __future__ import annotations

import json
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import TYPE_CHECKING

from dr_refit.patterns import regex
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    #: The members of an object, or the items of an array, that are located as well;
    #: None: the value alone.
    type Wanted = Mapping[str, "Wanted"] | Sequence["Wanted"] | None

_SPACE = regex(r"[ \t\n\r]*")
_DECODER = json.JSONDecoder()


class Located(NamedTuple):
    """A value, and where it stands."""

    #: Of an object or an array that was asked for, its values are located.
    value: object
    start: int
    stop: int

    def get(self, key: str) -> object:
        """Return the value of a member; None: there is none."""
        found = self.member(key)
        return found.value if found else None

    def member(self, key: str) -> Located | None:
        """Return a located member of an object."""
        found = self.value.get(key) if isinstance(self.value, dict) else None
        return found if isinstance(found, Located) else None

    def items(self) -> list[Located]:
        """List the located items of an array; it has none that is another value."""
        every = self.value if isinstance(self.value, list) else []
        return [one for one in every if isinstance(one, Located)]


def locate(data: bytes, wanted: Wanted) -> Located:
    """Read a JSON text. Raises JSONDecodeError, a ValueError."""
    text = data.decode("latin-1")
    found = _value(text, _past(text, 0), wanted)
    end = _past(text, found.stop)
    if end != len(text):
        raise json.JSONDecodeError("Extra data", text, end)
    return found


def _value(text: str, at: int, wanted: Wanted) -> Located:
    opening = text[at : at + 1]
    if isinstance(wanted, dict) and opening == "{":
        return _object(text, at, wanted)
    if isinstance(wanted, list) and opening == "[":
        return _array(text, at, wanted[0])
    value, stop = _DECODER.raw_decode(text, at)
    return Located(value, at, stop)


def _object(text: str, start: int, wanted: Mapping[str, Wanted]) -> Located:
    members: dict[str, Located] = {}
    at = _past(text, start + 1)
    while text[at : at + 1] != "}":
        if members:
            at = _past(text, _expect(text, at, ","))
        key, at = scanstring(text, _expect(text, at, '"'))
        at = _past(text, _expect(text, _past(text, at), ":"))
        # Of members of the same name, the last counts.
        members[key] = _value(text, at, wanted.get(key))
        at = _past(text, members[key].stop)
    return Located(members, start, at + 1)


def _array(text: str, start: int, wanted: Wanted) -> Located:
    items: list[Located] = []
    at = _past(text, start + 1)
    while text[at : at + 1] != "]":
        if items:
            at = _past(text, _expect(text, at, ","))
        items.append(_value(text, at, wanted))
        at = _past(text, items[-1].stop)
    return Located(items, start, at + 1)


def _past(text: str, at: int) -> int:
    """Return where white space ends."""
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _expect(text: str, at: int, character: str) -> int:
    """Return where what follows a character starts."""
    if text[at : at + 1] != character:
        raise json.JSONDecodeError(f"Expecting {character!r}", text, at)
    return at + 1
