"""Edits of TOML texts that leave all around as it is.

They are made with tomlkit. Each edit makes a new text; where tomlkit would write
another text than it read, or what it wrote is no TOML, it raises ValueError.
"""

from __future__ import annotations

import re
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from dr_refit.manifests.toml_values import encoded, get, read, string, strings
from dr_refit.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tomlkit.items import Item

    from dr_refit.manifests.toml_values import Path

    #: What stands in a table, line by line: a key and its value, or blank and comment.
    type Body = list[tuple[Any, Item]]

#: A key that needs no quotes.
_BARE = regex(r"[A-Za-z0-9_-]+")
_MARK = "\ue000"  # no text of a person's has it


class _HeadedError(Exception):
    """A table has a header of its own: no statement can stand in its place."""


def line(text: str, path: Path) -> int:
    """Return the line of a value."""
    from dr_refit.toml import Document  # for what is reported

    return _elements(text).get(path) or Document(text, read(text)).line(*path)


@lru_cache(maxsize=8)
def _elements(text: str) -> Mapping[Path, int]:
    """Return the lines of the strings in arrays."""
    paths: list[Path] = []

    def change(body: Body) -> None:
        for (*above, at), _ in strings(read(text)):
            with suppress(ValueError):
                array: Any = isinstance(at, int) and _array(body, tuple(above))
                if array and "\n" not in array[at].as_string():
                    array[at] = string(f"{_MARK}{len(paths)}{_MARK}", array[at])
                    paths.append((*above, at))

    try:
        marked = _edited(text, change)
    except ValueError:
        return {}
    mark = re.compile(rf"{_MARK}(\d+){_MARK}")
    lines = enumerate(marked.split("\n"), 1)
    return {paths[int(at)]: n for n, one in lines for at in mark.findall(one)}


def with_entry(text: str, path: Path, key: str, raw: str) -> str:
    """Write a key and a value, given as TOML, in the place of others."""

    def change(body: Body) -> None:
        inside, at = _found(body, path)
        if _is_headed(*inside[at]):
            raise _HeadedError
        _put(inside, at, raw, key)

    try:
        return _edited(text, change)
    except _HeadedError:
        return with_statement(without(text, path), path[:-1], f"{key} = {raw}")


def with_string(text: str, path: Path, value: str) -> str:
    """Write another string, in the quotes of the old one."""

    def change(body: Body) -> None:
        if isinstance(path[-1], int):
            array = _array(body, path[:-1])
            array[path[-1]] = string(value, like=array[path[-1]])
        else:
            inside, at = _found(body, path)
            _put(inside, at, string(value, like=inside[at][1]).as_string())

    new = _edited(text, change)
    if get(new, path) != value:
        raise ValueError(f"{'.'.join(map(str, path))} is written in another way")
    return new


def with_element(text: str, path: Path, index: int, value: str) -> str:
    """Write a string into an array, so that it has this index.

    It does not come between an element and a comment above it: then it is the last.
    """

    def change(body: Body, at: int) -> None:
        array = _array(body, path)
        first = next(iter(array), None)
        new = string(value, like=first)
        if at or first is None or "\n" in array.as_string():
            array.insert(at, new)
        else:
            # ["x"]: a blank comes only before what is behind another.
            array.insert(1, first)
            array[0] = new

    new = _edited(text, lambda body: change(body, index))
    size = len(get(text, path))
    if index < size:
        above = new.split("\n")[line(new, (*path, index)) - 2]
        if above.lstrip().startswith("#"):
            return _edited(text, lambda body: change(body, size))
    return new


def with_statement(text: str, table: Path, statement: str, after: str = "") -> str:
    """Write a statement into a table: behind the one of a key, or behind all."""
    if get(text, table) is None:
        newline = "\r\n" if "\r\n" in text else "\n"
        gap = newline if text.strip() else ""
        end = "" if not text or text.endswith("\n") else newline
        keys = (
            one if _BARE.fullmatch(one) else encoded(one) for one in map(str, table)
        )
        name = ".".join(keys)
        new = f"{text}{end}{gap}[{name}]{newline}{statement}{newline}"
        read(new)
        return new

    def change(body: Body) -> None:
        import tomlkit
        from tomlkit.items import InlineTable, Whitespace

        inside, at = _found(body, table)
        holder: Any = inside[at][1]
        ((key, value),) = tomlkit.parse(f"{statement}\n").body
        entries = holder.value.body
        at = 0
        for number, (here, item) in enumerate(entries, 1):
            if here is not None and (here.key == after or not _is_headed(here, item)):
                at = number
                if here.key == after:
                    break
        if isinstance(holder, InlineTable):
            value.trivia.trail = ""
            if at:
                entries[at:at] = [(None, Whitespace(",")), (None, Whitespace(" "))]
                at += 2
        entries.insert(at, (key, value))

    return _edited(text if text.endswith("\n") else f"{text}\n", change)


def without(text: str, path: Path) -> str:
    """Delete a statement, or a table with its header."""
    new = _edited(text, lambda body: _delete(body, path))
    return new.rstrip() + text[len(text.rstrip()) :]


def without_element(text: str, path: Path, index: int) -> str:
    """Delete an element of an array; the last one has a comma if the last one had."""
    last = len(get(text, path)) - 1
    bare = _comma(text, (*path, last)) is None

    def change(body: Body) -> None:
        del _array(body, path)[index]

    new = _edited(text, change)
    if index == last > 0 and bare:
        comma = _comma(new, (*path, last - 1))
        return new if comma is None else new[:comma] + new[comma + 1 :]
    return new


def _comma(text: str, path: Path) -> int | None:
    """Return where the comma right behind an element of an array is, if it has one."""
    _, _, rest = with_string(text, path, _MARK).partition(_MARK)
    found = re.match(r"""["']+\s*,""", rest)
    return len(text) - len(rest) + found.end() - 1 if found else None


def _edited(text: str, change: Callable[[Body], None]) -> str:
    """Return the text after a change of its document."""
    from tomlkit import parse
    from tomlkit.exceptions import TOMLKitError

    # Lines that are written end as all others do.
    crlf = "\r\n" in text and not re.search(r"(?<!\r)\n", text)
    plain = text.replace("\r\n", "\n") if crlf else text
    try:
        document = parse(plain)
        if document.as_string() != plain:
            raise ValueError("tomlkit would write it otherwise")
        change(document.body)
        new = document.as_string()
    except TOMLKitError as error:
        raise ValueError(str(error)) from None
    read(new)
    return new.replace("\n", "\r\n") if crlf else new


def _found(body: Body, path: Path) -> tuple[Body, int]:
    """Return the table that a value is in, and where. Raises ValueError: nowhere.

    What has one key may stand in several places: [tool.a], [project], [tool.b].
    """
    from tomlkit.items import AoT

    for at, (key, item) in enumerate(body):
        if key is None or key.key != path[0]:
            continue
        if len(path) == 1:
            return body, at
        rest = path[1:]
        if isinstance(item, AoT) and isinstance(rest[0], int):
            if rest[0] >= len(item.body):
                continue
            container: Any = item.body[rest[0]].value
            rest = rest[1:]
        else:
            container = getattr(item, "value", None)
        if rest and hasattr(container, "body"):
            try:
                return _found(container.body, rest)
            except ValueError:
                continue
    raise ValueError(f"{'.'.join(map(str, path))} is written in another way")


def _array(body: Body, path: Path) -> Any:
    from tomlkit.items import Array

    inside, at = _found(body, path)
    if not isinstance(inside[at][1], Array):
        raise ValueError(f"{path[-1]} is no array")  # noqa: TRY004 - a wrong text
    return inside[at][1]


def _delete(body: Body, path: Path) -> None:
    """Delete what stands at a path, and tables that are there for it alone."""
    from tomlkit.items import InlineTable, Table, Whitespace

    inside, at = _found(body, path)
    keyed = [number for number, (key, _) in enumerate(inside) if key is not None]
    holder: Any = None
    if path[:-1]:
        around, above = _found(body, path[:-1])
        holder = around[above][1]
    if isinstance(holder, InlineTable):
        # With the comma behind it; of the last one, with that before it.
        before = max((one for one in keyed if one < at), default=-1)
        after = min((one for one in keyed if one > at), default=0)
        del inside[at if after else before + 1 : after or at + 1]
        return
    item = inside[at][1]
    rest = ""
    if isinstance(item, Table):
        # What stands behind its last statement is of the next table.
        entries = item.value.body
        last = max((i for i, (key, _) in enumerate(entries, 1) if key), default=0)
        rest = "".join(one.as_string() for _, one in entries[last:]).lstrip("\n")
    # A comment would bring the header of a table around that has none.
    inside[at : at + 1] = [(None, Whitespace(rest))] if rest else []
    if isinstance(holder, Table) and holder.is_super_table() and len(keyed) == 1:
        _delete(body, path[:-1])


def _put(inside: Body, at: int, raw: str, key: str = "") -> None:
    """Put a value, and perhaps a key, in the place of others, and their comment."""
    import tomlkit
    from tomlkit.items import SingleKey

    old_key, old = inside[at]
    new = tomlkit.value(raw)
    for part in ("indent", "comment_ws", "comment", "trail"):
        setattr(new.trivia, part, getattr(old.trivia, part))
    if key and key != old_key.key:
        written = old_key.as_string()
        space = written[len(written.rstrip()) :]
        old_key = SingleKey(key, sep=old_key.sep, original=f"{key}{space}")
    inside[at] = (old_key, new)


def _is_headed(key: Any, item: Item) -> bool:
    """Return whether a table has a header of its own, and no dotted keys."""
    from tomlkit.items import AoT, Table

    return isinstance(item, (Table, AoT)) and not key.is_dotted()
