"""Edits of TOML texts, each of which makes a new text; all around it stays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.manifests.toml_layout import BLANK, Header, layout

if TYPE_CHECKING:
    from dr_refit.manifests.toml_layout import Path, Span


def encoded(text: str, like: str = '"') -> str:
    """Write a string, in quotes as those of another where these can hold it."""
    if like[:1] == "'" and "'" not in text:
        return f"'{text}'"
    if '"' in text and "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def with_value(text: str, path: Path, raw: str) -> str:
    """Write another value."""
    span = layout(text).values[path]
    return text[: span.start] + raw + text[span.end :]


def with_string(text: str, path: Path, value: str) -> str:
    """Write another string, in the quotes of the old one."""
    span = layout(text).values[path]
    return with_value(text, path, encoded(value, text[span.start]))


def with_key(text: str, path: Path, key: str) -> str:
    """Write another key, which is the last or only part of the old one."""
    span = layout(text).values[path]
    head, _, rest = text[span.key : span.start].rpartition(str(path[-1]))
    return text[: span.key] + head + key + rest + text[span.start :]


def without(text: str, path: Path) -> str:
    """Delete a statement, a table with its header, or an element of an array."""
    found = layout(text)
    if path in found.headers:
        header = found.headers[path]
        return text[: header.start] + text[header.stop :]
    span = found.values[path]
    start, end = _line(text, span)
    if end > span.end:
        if isinstance(path[-1], int) and _comma(text, span.end) is None:
            # The comma of the one before it would be one too many.
            before = found.values.get((*path[:-1], path[-1] - 1))
            comma = _comma(text, before.end) if before else None
            if comma is not None:
                return text[:comma] + text[comma + 1 : start] + text[end:]
        return text[:start] + text[end:]
    comma = _comma(text, span.end)
    if comma is not None:
        after = BLANK.match(text, comma + 1)
        rest = after.end() if after and "#" not in after[0] else comma + 1
        return text[: span.key] + text[rest:]
    parent = found.values.get(path[:-1])
    number = path[-1]
    last = number - 1 if isinstance(number, int) else 0
    above = found.values.get((*path[:-1], last)) if number else None
    at = above.end if above and isinstance(number, int) and parent else span.key
    return text[:at] + text[span.end :]


def _line(text: str, span: Span) -> tuple[int, int]:
    """Return the whole lines of a statement or element; its own end: it shares one."""
    start = text.rfind("\n", 0, span.key) + 1
    rest = re.compile(r"[ \t]*,?[ \t]*(?:#[^\n]*?)?(\r?\n|\Z)").match(text, span.end)
    alone = rest is not None and not text[start : span.key].strip()
    return (start, rest.end()) if alone and rest else (span.key, span.end)


def _comma(text: str, at: int) -> int | None:
    """Return where the comma behind a value is; None: there is none."""
    found = BLANK.match(text, at)
    end = found.end() if found else at
    return end if text[end : end + 1] == "," else None


def with_element(text: str, array: Path, index: int, value: str) -> str:
    """Write a string into an array, so that it has this index."""
    found = layout(text)
    span, size = found.values[array], len(found.get(array))
    if not size:
        inside = text[span.start + 1 : span.end - 1]
        if "\n" not in inside:
            raw = f"[{encoded(value)}{inside if '#' in inside else ''}]"
            return with_value(text, array, raw)
        indent = " " * 4
        head = text[: span.end - 1].rstrip(" \t")
        raw = f"{indent}{encoded(value)},{found.newline}"
        return head + raw + text[span.end - 1 :]
    if index < size:
        here = found.values[*array, index]
        start, end = _line(text, here)
        raw = encoded(value, text[here.start])
        if end > here.end:
            raw = text[start : here.start] + raw + "," + found.newline
        else:
            start, raw = here.start, f"{raw}, "
        return text[:start] + raw + text[start:]
    last = found.values[*array, size - 1]
    raw = encoded(value, text[last.start])
    start, end = _line(text, last)
    if end == last.end:
        comma = _comma(text, last.end)
        at = last.end if comma is None else comma
        return f"{text[:at]}, {raw}{text[at:]}"
    indent, comma = text[start : last.start], _comma(text, last.end)
    if comma is not None:
        return f"{text[:end]}{indent}{raw},{found.newline}{text[end:]}"
    text = text[: last.end] + "," + text[last.end :]
    return f"{text[: end + 1]}{indent}{raw}{found.newline}{text[end + 1 :]}"


def with_statement(text: str, table: Path, statement: str, after: Path = ()) -> str:
    """Write a statement into a table: behind another one, or at its end."""
    found = layout(text)
    if after:
        _, at = _line(text, found.values[after])
    elif table in found.headers or not table:
        # Behind the last statement, before blank lines and the next header.
        first = min((one.start for one in found.headers.values()), default=len(text))
        whole = Header(0, 0, first)
        header = found.headers.get(table, whole)
        body = text[header.end : header.stop]
        at = _line_end(text, header.end + len(body.rstrip()))
    else:
        gap = found.newline if text.strip() else ""
        name = ".".join(str(key) for key in table)
        end = "" if not text or text.endswith("\n") else found.newline
        return f"{text}{end}{gap}[{name}]{found.newline}{statement}{found.newline}"
    end = "" if at == 0 or text[at - 1] == "\n" else found.newline
    return f"{text[:at]}{end}{statement}{found.newline}{text[at:]}"


def _line_end(text: str, at: int) -> int:
    """Return where the next line begins."""
    if at == 0:
        return 0
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1
