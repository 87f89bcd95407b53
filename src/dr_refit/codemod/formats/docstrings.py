"""Code in the docstrings of a Python file, which sees the names of the file."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from dr_refit.codemod.formats.blocks import (
    as_text,
    doctests,
    fragments,
    imports_of,
    indented,
)
from dr_refit.codemod.formats.text import pieces
from dr_refit.patterns import regex
from dr_refit.python.parents import inside

if TYPE_CHECKING:
    from dr_refit.codemod.document import Document, Fragment
    from dr_refit.codemod.formats.blocks import Block

_OPENING = regex(rb"([rRuU]*)(\"\"\"|'''|\"|')")
#: What code in a docstring begins with.
_PROMPT = regex(rb">>>")
#: Where there may be examples, or blocks of code: letters first, as that is faster.
_MARKS = (
    _PROMPT,
    regex(rb"```"),
    regex(rb"~~~"),
    regex(rb"\.\. [\w-]+::"),
    regex(rb"(?m)::[ \t]*\r?$"),
)
_FENCE = regex(rb"(?m)^[ \t]*(?:```|~~~)")
_DIRECTIVE = regex(rb"(?m)^[ \t]*\.\. [\w-]+::|::[ \t]*\r?$")
_HOLDERS = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def with_docstrings(document: Document) -> Document:
    """Return a module with the examples, and the blocks of code, in its docstrings."""
    (holder,) = document.fragments
    found = [one for one in _MARKS if one.search(holder.code)]
    if not found or not holder.source.is_valid:
        return document
    tree = holder.source.tree
    path = holder.source.path
    spans = [
        span
        for node in inside(tree, holder.source.lines_with(*found))
        if (span := _docstring(holder, node))
    ]
    module = dict(imports_of(tree)) if spans else {}
    python: list[Fragment] = []
    holders, shells, settings = [], [], []
    for span in spans:
        code = holder.code[span.start : span.stop]
        is_markdown = _FENCE.search(code) is not None
        is_text = is_markdown or _DIRECTIVE.search(code) is not None
        text = _body(holder, span) if is_text else None
        if text is None:
            groups = [each for each in _groups(holder.code, span) if each]
            python += fragments(path, groups, module, holder)
            continue
        holders.append(text)
        each = pieces(path, text.code, text, is_rst=not is_markdown, module=module)
        python += each[0]
        shells += each[1]
        settings += each[2]
    return replace(
        document,
        holders=tuple(holders),
        nested=tuple(python),
        shells=tuple(shells),
        settings=tuple(settings),
    )


def _docstring(holder: Fragment, node: ast.AST) -> range | None:
    """Return where the docstring of a node stands, without its quotes."""
    if not isinstance(node, _HOLDERS) or not node.body:
        return None
    first = node.body[0]
    if not isinstance(first, ast.Expr) or not isinstance(first.value, ast.Constant):
        return None
    if not isinstance(first.value.value, str):
        return None
    source = holder.source
    start, end = source.start(first.value), source.end(first.value)
    opening = _OPENING.match(source.code, start)
    if opening is None:
        return None
    return range(opening.end(), end - len(opening[2]))


def _groups(code: bytes, span: range) -> list[list[Block]]:
    """Return the examples in a docstring; those that do not parse alone.

    Escapes stay as they are: no name has one.
    """
    blocks = [*doctests(code, span)]
    shared = [block for block in blocks if block.tree]
    return [shared, *([block] for block in blocks if block not in shared)]


def _body(holder: Fragment, span: range) -> Fragment | None:
    """Return the lines of a docstring below its first, without their indentation.

    None: there are none, or code is on the first.
    """
    lines = []
    first = holder.code.find(b"\n", span.start, span.stop) + 1
    if not first or _PROMPT.search(holder.code, span.start, first):
        return None
    at = first
    while at:
        lines.append((at, 0))
        at = holder.code.find(b"\n", at, span.stop) + 1
    block = indented(holder.code, lines, span.stop)
    return as_text(holder.source.path, block, holder) if block else None
