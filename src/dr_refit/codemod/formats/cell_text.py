"""The text of a cell, and the JSON strings in which it stands."""

from __future__ import annotations

import json
from bisect import bisect_left
from itertools import accumulate
from typing import TYPE_CHECKING

from dr_refit.patterns import regex
from dr_refit.python.edits import Edit
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: One character as JSON writes it.
_CHARACTER = regex(
    rb"\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u....|\\.|[\x00-\x7f]|[^\x00-\x7f][\x80-\xbf]+"
)


class _Character(NamedTuple):
    """A character of the text, or all of a string that no edit is near to."""

    #: As the file writes it.
    data: bytes
    #: In UTF-8.
    code: bytes
    #: What stands between it and the string before, where it is the first in its own.
    before: bytes = b""


class CellText:
    """A text in JSON strings, and a newline behind it."""

    def __init__(self, data: bytes, strings: Sequence[range], *, is_list: bool) -> None:
        """Read a text; `strings` is what stands in the quotes."""
        self._data = data
        self._strings = strings
        self._is_list = is_list
        #: From the first character to behind the last, quotes between them included.
        self.range = range(strings[0].start, strings[-1].stop)
        text = _decoded(*(data[one.start : one.stop] for one in strings))
        self._length = len(text)
        self._newline = b"\r\n" if b"\r\n" in text else b"\n"
        self.code = text + self._newline

    def edited(self, edits: Sequence[Edit]) -> Sequence[Edit]:
        """Return the one edit of what stands between the first quote and the last."""
        every = [*self._characters(edits)]
        offsets = [0, *accumulate(len(one.code) for one in every)]
        result: list[_Character] = []
        #: Where lines may start anew.
        joints: set[int] = set()
        done = 0
        for edit in edits:
            start, end = (bisect_left(offsets, at) for at in (edit.start, edit.end))
            start = min(start, len(every))
            result += every[done:start]
            text = self._of_line(edit)
            if edit.end > self._length and not text and result:
                # The last line has no newline behind it.
                _drop_newline(result)
            first = len(result)
            result += map(self._written, text.decode())
            joints.update(range(first, len(result) + 1))
            done = max(min(end, len(every)), done)
        result += every[done:]
        if self._is_list:
            self._part(result, joints)
        if result and result[0] not in every[:1]:
            result[0] = result[0]._replace(before=b"")
        written = b"".join(one.before + one.data for one in result)
        return [Edit(start=0, end=len(self.range), text=written)]

    def _of_line(self, edit: Edit) -> bytes:
        """Return what an edit writes, without the newline that is not in the file."""
        if edit.end <= self._length:
            return edit.text
        text = edit.text.removesuffix(b"\n").removesuffix(b"\r")
        return self._newline + text if edit.start > self._length else text

    def _characters(self, edits: Sequence[Edit]) -> Iterator[_Character]:
        at = 0
        past: int | None = None
        for string in self._strings:
            whole = self._data[string.start : string.stop]
            if not whole:
                continue
            code = _decoded(whole)
            start, at = at, at + len(code)
            before = b"" if past is None else self._data[past : string.start]
            # What stands right before an edit, or behind it, is looked at as well.
            if any(one.start - 2 <= at and start <= one.end + 1 for one in edits):
                for text in _CHARACTER.findall(whole):
                    yield _Character(text, _decoded(text), before)
                    before = b""
            else:
                yield _Character(whole, code, before)
            past = string.stop

    def _written(self, character: str) -> _Character:
        escaped = character.isascii() or self._data.isascii()
        text = json.dumps(character, ensure_ascii=escaped)
        return _Character(text[1:-1].encode(), character.encode())

    def _part(self, characters: list[_Character], joints: set[int]) -> None:
        """Start a string with each line that is new."""
        for at in joints.intersection(range(1, len(characters))):
            before, here = characters[at - 1], characters[at]
            if before.code == b"\n" and not here.before:
                characters[at] = here._replace(before=self._between)

    @property
    def _between(self) -> bytes:
        """What stands between two strings."""
        data = self._data
        if len(self._strings) > 1:
            first, second, *_ = self._strings
            return data[first.stop : second.start]
        # ["a"]
        start = self._strings[0].start - 1
        bracket = data.rindex(b"[", 0, start)
        return b'",' + (data[bracket + 1 : start] or b" ") + b'"'


def _drop_newline(characters: list[_Character]) -> None:
    """Remove the newline at the end of a text, if there is one."""
    for newline in (b"\n", b"\r"):
        if characters and characters[-1].code == newline:
            characters.pop()


def _decoded(*strings: bytes) -> bytes:
    """Return the text of JSON strings in UTF-8; half a surrogate pair becomes `?`."""
    whole = b"".join(strings)
    if b"\\" not in whole:
        return whole
    texts: list[str] = json.loads(b'["' + b'","'.join(strings) + b'"]')
    return "".join(texts).encode("utf-8", "replace")
