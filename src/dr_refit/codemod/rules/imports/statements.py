"""Import statements taken apart and put together again, their layout kept.

The grammar of an import is a dozen tokens, so they are split here by hand: importing
LibCST takes longer than rewriting a package. The tests hold every statement against
LibCST's own parse.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from dr_refit.python.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dr_refit.python.imports import Import
    from dr_refit.python.source import Source

#: What may stand between the names of an import statement.
_TOKEN = re.compile(
    r"(?P<comment>#[^\r\n]*)|(?P<newline>\r\n|\r|\n)"
    r"|(?P<space>\\(?:\r\n|\r|\n)|[ \t\f])|(?P<op>[(),;])|(?P<word>[^\s#(),;\\]+)"
)
_WORD = re.compile(rb"[^\s#(),;\\]+")
#: The dots of a relative import may touch either keyword: `from..import x`.
_FROM = re.compile(
    r"from(?:[ \t\f]|\\(?:\r\n|\r|\n))*(?P<module>.+?)"
    r"(?:[ \t\f]|\\(?:\r\n|\r|\n))*(?<!\w)import(?!\w)",
    re.DOTALL,
)
#: Comments that speak to a tool of the statement they stand on.
_PRAGMA = re.compile(
    r"#\s*(noqa|type:\s*ignore|pylint:|pyright:|mypy:|ruff:|isort:|fmt:|nosec|codemod:"
    r"|pragma:|ty:)",
    re.IGNORECASE,
)


def is_pragma(comment: str) -> bool:
    """Whether a comment speaks to a tool: `# noqa`, `# type: ignore`."""
    return bool(_PRAGMA.match(comment))


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What becomes of one alias: kept or not, and the imports that come with it."""

    keep: bool
    new: tuple[Import, ...] = ()


@dataclass(slots=True)
class _Slot:
    """The stretch of a statement that belongs to one alias."""

    text: str
    #: The alias as written, without comma and comments.
    alias: str
    #: Comments on lines of their own, above it.
    above: list[str]
    #: The comment behind it.
    behind: str
    indent: str


def rewrite(
    source: Source,
    statement: ast.Import | ast.ImportFrom,
    changes: Mapping[int, Change],
    *,
    only: bool,
) -> list[Edit]:
    """Turn changes, by the index of their alias, into edits.

    `only`: the statement is the only one of its block, which must not be left empty.
    """
    if isinstance(statement, ast.ImportFrom):
        target = _single_target(statement, changes)
        if target is not None:
            return _retarget(source, statement, changes, target)
    parts = _take_apart(source, statement)
    shared = _shares_line(source, statement)
    kept, extra = _put_together(statement, parts, changes, shared=shared)
    if shared:
        return [_place_between(source, statement, kept, extra, only=only)]
    return [_place(source, statement, kept, extra, only=only)]


def _single_target(
    statement: ast.ImportFrom, changes: Mapping[int, Change]
) -> str | None:
    """Give the one module to which every name goes, if there is one."""
    modules = set()
    for index in range(len(statement.names)):
        change = changes.get(index)
        if change is None or change.keep or len(change.new) != 1:
            return None
        modules.add(change.new[0].module if change.new[0].name else None)
    return modules.pop() if len(modules) == 1 else None


def _retarget(
    source: Source,
    statement: ast.ImportFrom,
    changes: Mapping[int, Change],
    module: str,
) -> list[Edit]:
    """Write another module, and other names, where the old ones stand."""
    at = source.start(statement)
    text = source.code[at : source.end(statement)].decode()
    start, end = _module_span(text)
    spaced = module
    if not text[start - 1].isspace():
        spaced = f" {spaced}"  # from.io import x
    if text[end : end + 1] == "i":
        spaced = f"{spaced} "  # from .import x
    edits = [_edit(at, text, start, end, spaced)]
    for index, alias in enumerate(statement.names):
        new = changes[index].new[0]
        if _is_same(alias, new):
            continue
        start, end, text = source.start(alias), source.end(alias), new.text
        if new.local and new.local == alias.asname:
            # f  # fast
            #     as g
            name = _WORD.match(source.code, start)
            assert name is not None
            end, text = name.end(), new.name
        edits.append(Edit(start=start, end=end, text=text.encode()))
    return edits


def _is_same(alias: ast.alias, new: Import) -> bool:
    return (alias.name, alias.asname or "") == (new.name or new.module, new.local)


def _edit(at: int, text: str, start: int, end: int, new: str) -> Edit:
    """Make an edit from offsets in characters."""
    first = at + len(text[:start].encode())
    return Edit(
        start=first, end=first + len(text[start:end].encode()), text=new.encode()
    )


def _module_span(text: str) -> tuple[int, int]:
    """Find the module of `from module import …`, in characters."""
    found = _FROM.match(text)
    assert found is not None
    return found.span("module")


def _take_apart(
    source: Source, statement: ast.Import | ast.ImportFrom
) -> tuple[str, list[_Slot], str]:
    """Split into what stands before the aliases, a slot an alias, and the rest."""
    at = source.start(statement)
    code = source.code[at : source.end(statement)]
    text = code.decode()
    spans = []
    for alias in statement.names:
        start = len(code[: source.start(alias) - at].decode())
        end = len(code[: source.end(alias) - at].decode())
        spans.append((start, end))

    starts = [_first_slot(text, spans[0][0])]
    for (_, end), (following, _) in pairwise(spans):
        starts.append(_next_line(text, end, following) or following)
    last = spans[-1][1]
    stop = _next_line(text, last, len(text)) or _past_comma(text, last)

    slots = []
    bounds = zip(starts, [*starts[1:], stop], spans, strict=True)
    for start, end, (first, past) in bounds:
        _, newline, line = text[:first].replace("\r", "\n").rpartition("\n")
        margin = line[: len(line) - len(line.lstrip())]
        comments = [m.group() for m in _comments(text[first:end])]
        slots.append(
            _Slot(
                text=text[start:end],
                alias=text[first:past],
                above=[m.group() for m in _comments(text[start:first])],
                behind="  ".join(comments),
                indent=margin if newline else "",
            )
        )
    return text[: starts[0]], slots, text[stop:]


def _comments(text: str) -> list[re.Match[str]]:
    return [match for match in _TOKEN.finditer(text) if match["comment"]]


def _first_slot(text: str, first: int) -> int:
    """Where the first alias, or the comments above it, start."""
    for match in _TOKEN.finditer(text, 0, first):
        if match.group() == "(":
            return _next_line(text, match.end(), first, comma=False) or first
    return first


def _next_line(text: str, start: int, end: int, *, comma: bool = True) -> int | None:
    """Where the line after the one on which the comma stands starts."""
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


def _put_together(
    statement: ast.Import | ast.ImportFrom,
    parts: tuple[str, list[_Slot], str],
    changes: Mapping[int, Change],
    *,
    shared: bool,
) -> tuple[str, list[str]]:
    """Give the statement with what is left in it, and the new statements."""
    head, slots, tail = parts
    left: list[_Slot] = []
    groups: dict[str, list[tuple[Import, _Slot]]] = {}
    for index, slot in enumerate(slots):
        change = changes.get(index, Change(keep=True))
        new = list(change.new)
        if change.keep:
            left.append(slot)
        elif new and isinstance(statement, ast.Import) and not new[0].name:
            # import a.b, c  ->  import x.y, c
            slot.text = slot.text.replace(slot.alias, new.pop(0).text, 1)
            left.append(slot)
        elif not new and (slot.above or slot.behind):
            _hand_on(slot, slots[index + 1 :] or slots[:index][::-1])
        for order, item in enumerate(new):
            own = slot if order == 0 and not change.keep else _Slot("", "", [], "", "")
            key = item.module if item.name else item.statement
            if item.name or key not in groups:
                groups.setdefault(key, []).append((item, own))
    if not left and groups:
        # What is said of the whole statement goes to what comes of it.
        news = [*groups.values()]
        first, last = news[0][0][1], news[-1][-1][1]
        first.above[:0] = [c for c in _texts(head) if not is_pragma(c)]
        last.above += _texts(tail)
    kept = _join(head, left, tail, slots[-1])
    pragma = _header_pragma(head)
    multiline = "\n" in head or "\r" in head
    extra = [
        _new_statement(items, pragma=pragma, multiline=multiline, shared=shared)
        for items in groups.values()
    ]
    return kept, extra


def _hand_on(slot: _Slot, others: list[_Slot]) -> None:
    """Give the comments of a name that goes to the one beside it."""
    comments = [*slot.above, *([slot.behind] if slot.behind else [])]
    for other in others[:1]:
        other.above = [*comments, *other.above]
        lines = "".join(f"{slot.indent}{comment}\n" for comment in comments)
        other.text = lines + other.text


def _join(head: str, left: list[_Slot], tail: str, last: _Slot) -> str:
    """Write a statement with the slots that are left; `last` was its last one."""
    if not left:
        return ""
    text = head
    for slot in left:
        if not text.endswith(("\n", "\r")):
            text += slot.text.lstrip(" \t") if text else slot.text
        elif slot.text[:1].isspace():
            text += slot.text
        else:
            text += slot.indent + slot.text
    in_lines = last.text.endswith(("\n", "\r")) and text.endswith(("\n", "\r"))
    if left[-1] is last or (tail and (in_lines or "#" in left[-1].text)):
        return text + tail
    # The comma behind the last one, with the line breaks around it.
    space = r"(?:[ \t\f\r\n]|\\(?:\r\n|\r|\n))*"
    return re.sub(f"{space},{space}$", "", text) + tail


def _texts(text: str) -> list[str]:
    return [match.group() for match in _comments(text)]


def _header_pragma(head: str) -> str:
    """Find the comment to a tool behind the opening parenthesis."""
    return next((m.group() for m in _comments(head) if is_pragma(m.group())), "")


def _new_statement(
    items: Sequence[tuple[Import, _Slot]],
    *,
    pragma: str,
    multiline: bool,
    shared: bool,
) -> str:
    r"""Write one statement; a `\n` in it stands for newline and indentation."""
    first, slot = items[0]
    commented = any(own.above or own.behind for _, own in items)
    if len(items) == 1 and not (shared and commented and first.name):
        if shared:
            return first.statement
        comments = [c for c in (slot.behind, pragma) if c]
        return "\n".join([*slot.above, "  ".join([first.statement, *comments])])
    if not multiline and not commented:
        return f"from {first.module} import {', '.join(new.text for new, _ in items)}"
    lines = [f"from {first.module} import (" + (f"  {pragma}" if pragma else "")]
    for new, own in items:
        behind = f"  {own.behind}" if own.behind else ""
        lines += [f"    {comment}" for comment in own.above]
        lines.append(f"    {new.text},{behind}")
    return "\n".join([*lines, ")"])


def _shares_line(source: Source, statement: ast.stmt) -> bool:
    """Whether other code stands on its lines: `a; import x`, `if a: import x`."""
    start, end = source.start(statement), source.end(statement)
    behind = source.code[end : source.line_end(end)]
    return not source.starts_line(start) or behind.lstrip().startswith(b";")


def _place(
    source: Source,
    statement: ast.stmt,
    kept: str,
    extra: list[str],
    *,
    only: bool,
) -> Edit:
    """Put the statements where the old one stood, each with what stood behind it."""
    code = source.code
    start, end = source.start(statement), source.end(statement)
    line, stop = source.line_start(start), source.line_end(end)
    newline = source.newline_after(end).decode()
    indent = code[line:start].decode().replace("\f", "")
    behind = code[end:stop].decode()
    comment = behind.strip()
    pragma = is_pragma(comment)
    if not kept and not extra:
        if only:
            return Edit(start=start, end=end, text=b"pass")
        comments = [*_texts(code[start:end].decode()), *([comment] if comment else [])]
        said = [text for text in comments if not is_pragma(text)]
        if said:
            text = (newline + indent).join(said)
            return Edit(start=start, end=stop, text=text.encode())
        past = min(stop + len(newline), len(code))
        return Edit(start=line, end=past, text=b"")
    new = [text.replace("\n", newline + indent) for text in extra]
    statements = [kept, *new] if kept else new
    lines = [text + (behind if pragma else "") for text in statements]
    lines[0] = statements[0] + behind
    return Edit(start=start, end=stop, text=(newline + indent).join(lines).encode())


def _place_between(
    source: Source,
    statement: ast.stmt,
    kept: str,
    extra: list[str],
    *,
    only: bool,
) -> Edit:
    """Put the statements on a line shared with others: `a; from u import x; b`."""
    start, end = source.start(statement), source.end(statement)
    newline = source.newline_after(end).decode()
    statements = [kept] if kept else []
    statements += [text.replace("\n", newline) for text in extra]
    if not statements and only:
        statements = ["pass"]
    if statements:
        return Edit(start=start, end=end, text="; ".join(statements).encode())
    following = re.compile(rb"[ \t\f]*;[ \t\f]*").match(source.code, end)
    if following:
        return Edit(start=start, end=following.end(), text=b"")
    line = source.line_start(start)
    preceding = re.search(rb"[ \t\f]*;[ \t\f]*$", source.code[line:start])
    if preceding:
        return Edit(start=line + preceding.start(), end=end, text=b"")
    return Edit(start=start, end=end, text=b"pass")
