"""An import statement written again, with other aliases, its layout kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.decision import AliasChange
from dr_refit.codemod.rules.imports.layout import ImportLayout, ItemLayout, SharedLine
from dr_refit.python.comments import comments_in, is_pragma
from dr_refit.python.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dr_refit.codemod.rules.imports.layout import OwnLines
    from dr_refit.python.imports import Import


#: An alias of a new statement, and the layout that it takes over.
type _NewItem = tuple[Import, ItemLayout]

_KEPT = AliasChange(keep=True)
_GONE = AliasChange(keep=False)


def render(
    layout: ImportLayout,
    changes: Mapping[int, AliasChange],
    *,
    module: str = "",
    only: bool,
) -> Edit:
    """Turn changes, by the index of their alias, into an edit.

    `module`: of a from-import, as it is written.
    `only`: the statement is the only one of its block, which must not be left empty.
    """
    items = _reattach_comments(layout, changes)
    kept: dict[int, ItemLayout] = {}
    added: dict[str, list[_NewItem]] = {}
    for index, item in enumerate(items):
        change = changes.get(index, _KEPT)
        new = change.new
        if change.keep:
            kept[index] = item
        elif new and (new[0].module == module if new[0].name else layout.is_plain):
            # import a.b, c  ->  import x.y, c
            # from a import b, c  ->  from a import d as b, c
            text = item.text.replace(item.alias, new[0].text, 1)
            kept[index] = item._replace(text=text)
            new = new[1:]
        for order, each in enumerate(new):
            own = item if order == 0 and not change.keep else ItemLayout()
            key = each.module if each.name else each.statement
            if each.name or key not in added:
                added.setdefault(key, []).append((each, own))
    groups = [*added.values()]
    if groups and not kept:
        groups = _with_outer_comments(layout, groups)
    shared = isinstance(layout.at, SharedLine)
    new_statements = [_statement(layout, group, shared=shared) for group in groups]
    old_statement = _remaining(layout, kept)
    if isinstance(layout.at, SharedLine):
        return _beside_others(layout.at, old_statement, new_statements, only=only)
    return _on_own_lines(layout, layout.at, old_statement, new_statements, only=only)


def _reattach_comments(
    layout: ImportLayout, changes: Mapping[int, AliasChange]
) -> list[ItemLayout]:
    """Move the comments of a name that goes to the one beside it.

    What stands beside it for a tool goes with it.
    """
    result = [*layout.items]
    for index, item in enumerate(result):
        own = item.leading if is_pragma(item.trailing) else item.comments
        if changes.get(index) != _GONE or not own or len(result) == 1:
            continue
        beside = index + 1 if index + 1 < len(result) else index - 1
        other = result[beside]
        lines = "".join(f"{item.indent}{comment}{layout.at.newline}" for comment in own)
        result[beside] = other._replace(
            leading=own + other.leading, text=lines + other.text
        )
    return result


def _with_outer_comments(
    layout: ImportLayout, groups: Sequence[Sequence[_NewItem]]
) -> list[list[_NewItem]]:
    """Move the comments of the whole statement to what comes of it."""
    result = [[*group] for group in groups]
    head = tuple(c for c in comments_in(layout.head) if not is_pragma(c))
    new, first = result[0][0]
    result[0][0] = new, first._replace(leading=head + first.leading)
    tail = tuple(comments_in(layout.tail))
    new, last = result[-1][-1]
    result[-1][-1] = new, last._replace(leading=last.leading + tail)
    return result


def _remaining(layout: ImportLayout, kept: Mapping[int, ItemLayout]) -> str:
    """Write the statement with the items that are left."""
    if not kept:
        return ""
    text, tail = layout.head, layout.tail
    for item in kept.values():
        if not text.endswith(("\n", "\r")):
            text += item.text.lstrip(" \t") if text else item.text
        elif item.text[:1].isspace():
            text += item.text
        else:
            text += item.indent + item.text
    last = len(layout.items) - 1
    by_line = layout.items[last].text.endswith(("\n", "\r"))
    in_lines = by_line and text.endswith(("\n", "\r"))
    commented = "#" in kept[max(kept)].text
    if last in kept or (tail and (in_lines or commented)):
        return text + tail
    # The comma behind the last one, with the line breaks around it.
    space = r"(?:[ \t\f\r\n]|\\(?:\r\n|\r|\n))*"
    return re.sub(f"{space},{space}$", "", text) + tail


def _statement(layout: ImportLayout, items: Sequence[_NewItem], *, shared: bool) -> str:
    r"""Write one statement; a `\n` in it stands for newline and indentation."""
    # The comment to a tool behind the opening parenthesis.
    pragma = next(filter(is_pragma, comments_in(layout.head)), "")
    first, item = items[0]
    commented = any(own.comments for _, own in items)
    if len(items) == 1 and not (shared and commented and first.name):
        if shared:
            return first.statement
        comments = [c for c in (item.trailing, pragma) if c]
        return "\n".join([*item.leading, "  ".join([first.statement, *comments])])
    multiline = "\n" in layout.head or "\r" in layout.head
    if not multiline and not commented:
        return f"from {first.module} import {', '.join(new.text for new, _ in items)}"
    lines = [f"from {first.module} import (" + (f"  {pragma}" if pragma else "")]
    for new, own in items:
        trailing = f"  {own.trailing}" if own.trailing else ""
        lines += [f"    {comment}" for comment in own.leading]
        lines.append(f"    {new.text},{trailing}")
    return "\n".join([*lines, ")"])


def _on_own_lines(
    layout: ImportLayout, at: OwnLines, kept: str, new: Sequence[str], *, only: bool
) -> Edit:
    """Return the statements on lines of their own, each with the comments behind it."""
    line_break = at.newline + at.indent
    comment = at.trailing.strip()
    pragma = is_pragma(comment)
    if not kept and not new:
        if only:
            return Edit(start=at.start, end=at.end, text=b"pass")
        comments = [*layout.comments, *([comment] if comment else [])]
        said = [text for text in comments if not is_pragma(text)]
        if said:
            text = line_break.join(said)
            return Edit(start=at.start, end=at.stop, text=text.encode())
        return Edit(start=at.whole[0], end=at.whole[1], text=b"")
    statements = [kept] if kept else []
    statements += [text.replace("\n", line_break) for text in new]
    lines = [text + (at.trailing if pragma else "") for text in statements]
    lines[0] = statements[0] + at.trailing
    return Edit(start=at.start, end=at.stop, text=line_break.join(lines).encode())


def _beside_others(
    at: SharedLine, kept: str, new: Sequence[str], *, only: bool
) -> Edit:
    """Return the statements on a line with others: `a; from u import x; b`."""
    statements = [kept] if kept else []
    statements += [text.replace("\n", at.newline) for text in new]
    if not statements and not only and at.with_semicolon:
        start, end = at.with_semicolon
        return Edit(start=start, end=end, text=b"")
    text = "; ".join(statements or ["pass"])
    return Edit(start=at.start, end=at.end, text=text.encode())
