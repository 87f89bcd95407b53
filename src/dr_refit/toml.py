"""Strictly checked TOML: one description of a file, for its editor and its reader.

A shape is a JSON Schema of the few words used here, so that what editors are told is
what is checked. Its `title` names it in errors, its `description` is their hint.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from dr_refit.errors import RefitError
from dr_refit.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    #: Keys and indexes down to a value; then perhaps a word in it, and which time.
    type Place = tuple[str | int, ...]
type Table = dict[str, Any]

_TYPES: Final[Mapping[str, type[Any]]] = {
    "string": str,
    "boolean": bool,
    "number": float,
    "integer": int,
    "array": list,
    "object": dict,
}


_KEY: Final = r"""(?:[\w-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
#: The first line of a statement, or what looks like it.
_BEGINS: Final = regex(rf"[ \t]*(?:\[|{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*[ \t]*=)")

#: Shape of true and false.
BOOLEAN: Final[Table] = {"type": "boolean", "title": "true or false"}


def string(title: str = "text", pattern: str = r"\S") -> Table:
    """Shape of a string that a pattern is found in."""
    return {"type": "string", "pattern": pattern, "title": title}


def one_of(known: Sequence[str], pattern: str = "", otherwise: str = "") -> Table:
    """Shape of a string that is one of a few, or that a pattern is found in."""
    title = f"one of {', '.join(known)}"
    if not pattern:
        return {"type": "string", "enum": list(known), "title": title}
    either = [{"enum": list(known)}, {"pattern": pattern}]
    return {"type": "string", "anyOf": either, "title": f"{title}, or {otherwise}"}


def list_of(items: Table, plural: str) -> Table:
    """Shape of an array."""
    return {"type": "array", "items": items, "title": f"list of {plural}"}


def map_of(values: Table, keys: str = "") -> Table:
    """Shape of a table with keys of the user's, each of a pattern."""
    shape = {"type": "object", "additionalProperties": values, "title": "table"}
    return shape | ({"propertyNames": {"pattern": keys}} if keys else {})


def fields(fields: Mapping[str, tuple[Table, str]], *required: str) -> Table:
    """Shape of a table with known keys; each has a shape, and what it is for."""
    told = {
        name: shape | {"description": what} for name, (shape, what) in fields.items()
    }
    known = {
        "properties": told,
        "required": list(required),
        "additionalProperties": False,
    }
    return {"type": "object", "title": "table"} | known


def json_schema(title: str, shape: Table) -> Table:
    """Describe a file to an editor (JSON Schema, draft 2020-12)."""
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return shape | {"$schema": dialect, "title": title}


def nearest(name: str, known: Iterable[str], otherwise: str = "leave it out") -> str:
    """Make a hint of the known name that is most alike, if there is one."""
    from difflib import get_close_matches  # errors only

    near = get_close_matches(name, sorted(known), 1)
    return f"did you mean {near[0]}?" if near else otherwise


def parse[T](path: str, data: bytes, shape: Table, read: Callable[[Document], T]) -> T:
    """Make a value of a file's content.

    Raises RefitError, with file and line, on the first thing wrong in it.
    """
    try:
        return _parse(path, data, shape, read)
    except RecursionError:
        raise RefitError(f"{path}: nested too deeply", "flatten it") from None


def _parse[T](path: str, data: bytes, shape: Table, read: Callable[[Document], T]) -> T:
    import tomllib  # a run with --move alone does without

    try:
        content = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise RefitError(f"{path}:{line}: not UTF-8", "save it as UTF-8") from None
    if content.startswith("\ufeff"):
        what = f"{path}:1: it begins with a byte order mark, which TOML has not"
        raise RefitError(what, "save it as UTF-8 without one")
    try:
        document = Document(content, tomllib.loads(content))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+)", str(error))
        line = int(found[1]) if found else len(content.splitlines())
        hint = "correct the TOML, see toml.io"
        raise RefitError(f"{path}:{line}: {error}", hint) from None
    try:
        document.check(document.data, shape)
        return read(document)
    except RefitError as error:
        line = document.line(*document.at)
        raise RefitError(f"{path}:{line}: {error.message}", error.hint) from None


class Document:
    """A file on its way to a value. `at` is where the reader is, for errors' lines."""

    def __init__(self, content: str, data: Table) -> None:
        self.data = data
        self.at: Place = ()
        self._lines = [f"{line}\n" for line in content.split("\n")]

    def check(self, value: Any, shape: Table, *at: str | int) -> None:
        """Raise RefitError where a value differs from its shape."""
        self.at = at
        if not _fits(value, shape):
            name = next(key for key in reversed(at) if isinstance(key, str))
            known = [*_known(shape)]
            article = "" if known else "a "
            what = f"{name} must be {article}{shape['title']}, not {value!r:.40}"
            hint = shape.get("description", "see its neighbours")
            raise RefitError(what, nearest(str(value), known, hint))
        if isinstance(value, list):
            about = {key: shape[key] for key in ("description",) if key in shape}
            inner = {**about, **shape.get("items", {})}
            for number, item in enumerate(value):
                self.check(item, inner, *at, number)
        elif isinstance(value, dict):
            self._check_keys(value, shape, at)

    def _check_keys(self, table: Table, shape: Table, at: Place) -> None:
        known = shape.get("properties", {})
        allowed = shape.get("propertyNames", {}).get("pattern", "")
        for key, item in table.items():
            self.at = (*at, key)
            inner = known.get(key, shape.get("additionalProperties", {}))
            is_more = key not in known and known and not _fits(item, inner or {})
            if inner is False or is_more:
                raise RefitError(f"unknown key {key}", nearest(key, known))
            if not re.search(allowed, key):
                hint = shape.get("description", "see its neighbours")
                raise RefitError(f"{key} is not allowed here", hint)
            self.check(item, inner, *at, key)
        self.at = at
        for key in shape.get("required", ()):
            if key not in table:
                raise RefitError(f"{key} is missing", known[key]["description"])

    def line(self, *at: str | int) -> int:
        """Find a place, as the line of its statement, or of the word in it."""
        keys = list(at)
        while keys and not _has(self.data, keys):
            keys.pop()
        word, time = (*at[len(keys) :], 1, 1)[:2] if keys != list(at) else ("", 1)
        first = self._starts[tuple(keys)]
        pattern = re.compile(rf"(?<![\w.]){re.escape(str(word))}(?![\w.])")
        found = [
            number
            for number, line in enumerate(self._lines[first - 1 :], first)
            for _ in pattern.findall(line.partition("#")[0] if word else "")
        ]
        return found[min(int(time), len(found)) - 1] if found else first

    @cached_property
    def _starts(self) -> Mapping[Place, int]:
        """Each value of the file -> the first line of the statement that defines it."""
        found: dict[Place, int] = {(): 1}
        #: Array of tables -> how many of its tables have begun.
        begun: Counter[Place] = Counter()
        at: Place = ()
        for line, text, value in self._statements():
            if not text.lstrip().startswith("["):
                for place in _places(value):
                    found.setdefault((*at, *place), line)
                continue
            # [a.b], [[a.b]]
            at, inner = (), value
            while inner:
                ((key, inner),) = inner.items()
                at = (*at, key)
                found.setdefault(at, line)
                if isinstance(inner, list):
                    begun[at] += 1
                    inner = inner[0]
                if begun[at]:
                    at = (*at, begun[at] - 1)
                    found.setdefault(at, line)
        return found

    def _statements(self) -> Iterator[tuple[int, str, Table]]:
        """Yield each statement: the line on which it begins, its text and its value."""
        first, text = 1, ""
        for number, line in enumerate((*self._lines, ""), 1):
            if not line or _BEGINS.match(line):
                value = _parsed(text)
                if value is not None:
                    yield first, text, value
                    first, text = number, ""
            text += line


def _parsed(text: str) -> Table | None:
    """Parse whole statements; None: the last one is none yet."""
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


def _places(value: Any) -> Iterator[Place]:
    """Yield where there is something in a value."""
    match value:
        case dict():
            items: Iterable[tuple[str | int, Any]] = value.items()
        case list():
            items = enumerate(value)
        case _:
            return
    for key, inner in items:
        yield (key,)
        for rest in _places(inner):
            yield (key, *rest)


def _fits(value: Any, shape: Table) -> bool:
    types = shape.get("type", ())
    if types and not any(
        # To Python, but not to TOML, True is an int.
        isinstance(value, _TYPES[name]) and (type(value) is not bool or name[0] == "b")
        for name in ([types] if isinstance(types, str) else types)
    ):
        return False
    if isinstance(value, str) and not re.search(shape.get("pattern", ""), value):
        return False
    if "enum" in shape and value not in shape["enum"]:
        return False
    return not (either := shape.get("anyOf")) or any(
        _fits(value, one) for one in either
    )


def _known(shape: Table) -> Iterator[str]:
    """Yield the strings that a shape names."""
    for one in (shape, *shape.get("anyOf", ())):
        yield from one.get("enum", ())


def _has(data: Any, keys: Sequence[str | int]) -> bool:
    for key in keys:
        if isinstance(data, list):
            if not isinstance(key, int) or key >= len(data):
                return False
        elif not isinstance(data, dict) or key not in data:
            return False
        data = data[key]
    return True
