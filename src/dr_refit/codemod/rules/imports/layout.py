"""An import statement taken apart: its aliases, and the comments around them.

The grammar of an import is a dozen tokens, so they are split here by hand: importing
LibCST takes longer than rewriting a package. The tests hold every statement against
LibCST's own parse.
"""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from dr_refit.patterns import regex
from dr_refit.python.comments import comments_in
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from dr_refit.python.source import Source

#: What may stand between the names of an import statement.
_TOKEN = regex(
    r"(?P<comment>#[^\r\n]*)|(?P<newline>\r\n|\r|\n)"
    r"|(?P<space>\\(?:\r\n|\r|\n)|[ \t\f])|(?P<op>[(),;])|(?P<word>[^\s#(),;\\]+)"
)


class ItemLayout(NamedTuple):
    """The stretch of a statement that belongs to one alias."""

    text: str = ""
    #: The alias as written, without comma and comments.
    alias: str = ""
    #: Comments on lines of their own, above it.
    leading: tuple[str, ...] = ()
    #: The comment behind it.
    trailing: str = ""
    indent: str = ""

    @property
    def comments(self) -> tuple[str, ...]:
        """All its comments, in order."""
        return (*self.leading, self.trailing) if self.trailing else self.leading


class OwnLines(NamedTuple):
    """Where a statement stands that shares its lines with a comment at most."""

    start: int
    end: int
    #: The end of its last line, before the newline.
    stop: int
    #: All of its lines, with the last newline.
    whole: tuple[int, int]
    newline: str
    indent: str
    #: What stands behind it: spaces and a comment.
    trailing: str


class SharedLine(NamedTuple):
    """Where a statement stands beside others: `a; import x`, `if a: import x`."""

    start: int
    end: int
    #: The statement with one semicolon beside it, if there is one.
    with_semicolon: tuple[int, int] | None
    newline: str


class ImportLayout(NamedTuple):
    """An import statement as it is written: `head`, items and `tail` are its text."""

    #: `import a`, not `from a import b`.
    is_plain: bool
    #: What stands before the aliases.
    head: str
    items: tuple[ItemLayout, ...]
    tail: str
    at: OwnLines | SharedLine

    @property
    def comments(self) -> list[str]:
        """All comments inside the statement."""
        text = "".join(item.text for item in self.items)
        return comments_in(self.head + text + self.tail)


def parse(source: Source, statement: ast.Import | ast.ImportFrom) -> ImportLayout:
    """Return the layout of a statement."""
    at = source.start(statement)
    code = source.code[at : source.end(statement)]
    text = code.decode()
    spans = []
    for alias in statement.names:
        start = len(code[: source.start(alias) - at].decode())
        end = len(code[: source.end(alias) - at].decode())
        spans.append((start, end))

    starts = [_first_item(text, spans[0][0])]
    for (_, end), (following, _) in pairwise(spans):
        starts.append(_next_line(text, end, following) or following)
    last = spans[-1][1]
    stop = _next_line(text, last, len(text)) or _past_comma(text, last)
    bounds = zip(starts, [*starts[1:], stop], spans, strict=True)
    return ImportLayout(
        is_plain=isinstance(statement, ast.Import),
        head=text[: starts[0]],
        items=tuple(_item(text, start, end, span) for start, end, span in bounds),
        tail=text[stop:],
        at=position(source, statement),
    )


def _item(text: str, start: int, end: int, alias: tuple[int, int]) -> ItemLayout:
    first, past = alias
    _, newline, line = text[:first].replace("\r", "\n").rpartition("\n")
    margin = line[: len(line) - len(line.lstrip())]
    return ItemLayout(
        text=text[start:end],
        alias=text[first:past],
        leading=tuple(comments_in(text[start:first])),
        trailing="  ".join(comments_in(text[first:end])),
        indent=margin if newline else "",
    )


def _first_item(text: str, first: int) -> int:
    """Return where the first alias, or the comments above it, start."""
    for match in _TOKEN.finditer(text, 0, first):
        if match.group() == "(":
            return _next_line(text, match.end(), first, comma=False) or first
    return first


def _next_line(text: str, start: int, end: int, *, comma: bool = True) -> int | None:
    """Return where the line after the one on which the comma stands starts."""
    for match in _TOKEN.finditer(text, start, end):
        if match.group() == ",":
            comma = False
        elif match.group() == ")":
            return None
        elif match["newline"] and (not comma or not _comma_follows(text, match.end())):
            return match.end()
    return None


def _comma_follows(text: str, start: int) -> bool:
    for match in _TOKEN.finditer(text, start):
        if match["op"] or match["word"]:
            return match.group() == ","
    return False


def _past_comma(text: str, start: int) -> int:
    for match in _TOKEN.finditer(text, start):
        if match.group() == ",":
            return match.end()
        if match["op"]:
            break
    return start


def position(source: Source, statement: ast.stmt) -> OwnLines | SharedLine:
    """Return where a statement stands."""
    code = source.code
    start, end = source.start(statement), source.end(statement)
    line, stop = source.line_start(start), source.line_end(end)
    newline = source.newline_after(end).decode()
    if source.starts_line(start) and not code[end:stop].lstrip().startswith(b";"):
        return OwnLines(
            start=start,
            end=end,
            stop=stop,
            whole=(line, min(stop + len(newline), len(code))),
            newline=newline,
            indent=code[line:start].decode().replace("\f", ""),
            trailing=code[end:stop].decode(),
        )
    with_semicolon = None
    if following := re.compile(rb"[ \t\f]*;[ \t\f]*").match(code, end):
        with_semicolon = start, following.end()
    elif preceding := re.search(rb"[ \t\f]*;[ \t\f]*$", code[line:start]):
        with_semicolon = line + preceding.start(), end
    return SharedLine(
        start=start, end=end, with_semicolon=with_semicolon, newline=newline
    )
