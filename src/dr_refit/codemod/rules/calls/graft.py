"""New code for a node: as few edits as it takes, around what stays as it is."""

from __future__ import annotations

import ast
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from dr_refit.patterns import regex
from dr_refit.python.edits import Edit
from dr_refit.python.nodes import walk

if TYPE_CHECKING:
    from dr_refit.python.source import Source

_TOKEN = regex(r"\w+|\s+|[^\w\s]")


def start_of(node: ast.expr | ast.stmt, source: Source) -> int:
    """Return where a node starts, its decorators included."""
    if decorators := getattr(node, "decorator_list", None):
        return source.code.rindex(b"@", 0, source.start(decorators[0]))
    return source.start(node)


def spliced(source: Source, node: ast.expr | ast.stmt, text: str) -> list[Edit]:
    """Return the edits that write a text for a node; what is the same stays."""
    at = start_of(node, source)
    old = _TOKEN.findall(source.code[at : source.end(node)].decode())
    new = _TOKEN.findall(text)
    ends = [at]
    for token in old:
        ends.append(ends[-1] + len(token.encode()))
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return [
        Edit(
            start=ends[first],
            end=ends[last],
            text="".join(new[begin:end]).encode(),
        )
        for tag, first, last, begin, end in matcher.get_opcodes()
        if tag != "equal"
    ]


def graft[Node: ast.AST](old: Node, new: Node) -> Node:
    """Return new code in which what did not change is the old code itself.

    What else becomes of that is found by its nodes.
    """
    kept: dict[str, list[ast.AST]] = {}
    for node in walk(old):
        if node is not old and isinstance(node, ast.expr | ast.stmt):
            kept.setdefault(ast.dump(node), []).append(node)
    return _grafted(new, kept, old)


def _grafted[Node: ast.AST](
    node: Node, kept: dict[str, list[ast.AST]], at: ast.AST
) -> Node:
    for field in node._fields:
        value = getattr(node, field)
        if isinstance(value, list):
            setattr(node, field, [_either(one, kept, at) for one in value])
        else:
            setattr(node, field, _either(value, kept, at))
    return ast.copy_location(node, at)


def _either(value: object, kept: dict[str, list[ast.AST]], at: ast.AST) -> object:
    if not isinstance(value, ast.AST):
        return value
    if same := kept.get(ast.dump(value)):
        # Each once, in order.
        return same.pop(0)
    return _grafted(value, kept, at)
