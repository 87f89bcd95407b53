"""Where the values of a TOML file stand in its text.

tomllib says what a file means, and this where: findings have lines, and edits in place
keep comments, order, indentation and line ends to the byte.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Keys and indexes down to a value.
type Path = tuple[str | int, ...]

#: Space, line ends and comments.
BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\[\s\S]|"(?!""))*"{3,5}|' + r"'''(?:[^']|'(?!''))*'{3,5}|"
    r'"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'"
)
_BARE_KEY = re.compile(r"[\w-]+")
_SCALAR = re.compile(r"[^,\]}#\r\n]+")


class Span(NamedTuple):
    """A value, and the statement or element that it belongs to."""

    start: int
    end: int
    #: Where its key begins; of an element, where it begins itself.
    key: int


class Header(NamedTuple):
    """The header of a table, and where what it heads ends."""

    start: int
    end: int
    stop: int


class Layout(NamedTuple):
    """A TOML text, what it says, and where."""

    text: str
    data: dict[str, Any]
    values: dict[Path, Span]
    headers: dict[Path, Header]

    def get(self, path: Path) -> Any:
        """Return the value at a path; None: there is none."""
        found: Any = self.data
        for key in path:
            if isinstance(found, dict):
                found = found.get(key) if isinstance(key, str) else None
            elif isinstance(found, list) and isinstance(key, int):
                found = found[key] if key < len(found) else None
            else:
                return None
        return found

    def line(self, path: Path) -> int:
        """Return the line of a value, or of what holds it."""
        while path and path not in self.values and path not in self.headers:
            path = path[:-1]
        if not path:
            return 0
        at = self.values[path].key if path in self.values else self.headers[path].start
        return self.text.count("\n", 0, at) + 1

    def strings(self) -> Iterator[tuple[Path, str]]:
        """Yield all strings, and where they are."""
        for path in self.values:
            value = self.get(path)
            if isinstance(value, str):
                yield path, value

    @property
    def newline(self) -> str:
        """How a line ends."""
        return "\r\n" if "\r\n" in self.text else "\n"


@lru_cache(maxsize=32)
def layout(text: str) -> Layout:
    """Read a TOML text. Raises ValueError, or RecursionError."""
    import tomllib  # many runs need none

    return _Scanner(text, tomllib.loads(text)).layout()


class _Scanner:
    """A walk through a text that is known to be TOML."""

    def __init__(self, text: str, data: dict[str, Any]) -> None:
        self.text = text
        self.data = data
        self.values: dict[Path, Span] = {}
        self.headers: dict[Path, Header] = {}

    def layout(self) -> Layout:
        text, at = self.text, 0
        table: Path = ()
        counts: dict[Path, int] = {}
        while (at := self._match(BLANK, at)) < len(text):
            if text[at] == "[":
                self._close(table, at)
                start, several = at, text.startswith("[[", at)
                keys, at = self._keys(at + 1 + several)
                table = self._table(keys, counts, several=several)
                at += 1 + several
                self.headers[table] = Header(start, at, len(text))
            else:
                at = self._pair(at, table)
        return Layout(text, self.data, self.values, self.headers)

    def _close(self, table: Path, at: int) -> None:
        if table in self.headers:
            self.headers[table] = self.headers[table]._replace(stop=at)

    def _match(self, pattern: re.Pattern[str], at: int) -> int:
        found = pattern.match(self.text, at)
        return found.end() if found else at

    def _table(
        self, keys: list[str], counts: dict[Path, int], *, several: bool
    ) -> Path:
        """Return the path of a table: of an array of tables, the last one."""
        path: Path = ()
        for number, key in enumerate(keys, 1):
            path = (*path, key)
            if several and number == len(keys):
                counts[path] = counts.get(path, -1) + 1
            if path in counts:
                path = (*path, counts[path])
        return path

    def _keys(self, at: int) -> tuple[list[str], int]:
        """Read a dotted key; end behind it, and the space after it."""
        keys = []
        while True:
            at = self._match(_SPACE, at)
            end = self._match(_STRING, at)
            if end > at:
                keys.append(decoded(self.text[at:end]))
            else:
                end = self._match(_BARE_KEY, at)
                keys.append(self.text[at:end])
            at = self._match(_SPACE, end)
            if self.text[at : at + 1] != ".":
                return keys, at
            at += 1

    def _pair(self, at: int, table: Path) -> int:
        key = at
        keys, at = self._keys(at)
        path = (*table, *keys)
        start = self._match(_SPACE, at + 1)
        end = self._value(start, path)
        self.values[path] = Span(start, end, key)
        return end

    def _value(self, at: int, path: Path) -> int:
        """Read a value; return where it ends."""
        opening = self.text[at]
        if opening in "\"'":
            return self._match(_STRING, at)
        if opening not in "[{":
            found = _SCALAR.match(self.text, at)
            return at + len(found[0].rstrip()) if found else at
        at, number = at + 1, 0
        while (at := self._match(BLANK, at)) < len(self.text):
            if self.text[at] in "]}":
                break
            if self.text[at] == ",":
                at += 1
            elif opening == "{":
                at = self._pair(at, path)
            else:
                end = self._value(at, (*path, number))
                self.values[*path, number] = Span(at, end, at)
                at, number = end, number + 1
        return at + 1


def decoded(raw: str) -> str:
    """Return what a string in a TOML file says."""
    import tomllib

    return str(tomllib.loads(f"x = {raw}")["x"])
