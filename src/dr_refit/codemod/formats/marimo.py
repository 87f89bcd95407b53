"""A marimo notebook: a Python file whose cells hand their names to each other."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from dr_refit.codemod.formats.python import PythonFormat
from dr_refit.patterns import regex
from dr_refit.python.edits import Edit
from dr_refit.python.nodes import walk

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator, Sequence

    from dr_refit.codemod.document import Document, Fragment
    from dr_refit.python.namespaces import Namespace
    from dr_refit.python.source import Source

_MARKDOWN = regex(rb"\.md\(")
#: r"""    what one literal of a call holds begins behind it
_OPENING = regex(rb"[rRfF]*(\"\"\"|''')")


class MarimoFormat(PythonFormat):
    """Python files that speak of marimo."""

    def takes(self, path: str, data: bytes) -> bool:
        """Whether a Python file may be a notebook."""
        return b"marimo" in data and super().takes(path, data)

    def read(self, path: str, data: bytes) -> Document:
        """Return the file as one fragment, and the code in its Markdown as others."""
        document = super().read(path, data)
        nested, shells = [*document.nested], [*document.shells]
        holders = [*document.holders]
        if b"```" in data and _MARKDOWN.search(data):
            from dr_refit.codemod.formats.text import pieces

            (holder,) = document.fragments
            for literal in _markdown(holder):
                span = _lines_of(holder.source, literal)
                within = holder if span else _text(path, holder, literal)
                if within is None:
                    continue
                python, commands, _ = pieces(path, within.code, within, span=span)
                nested += python
                shells += commands
                holders += [within] if span is None else []
        return replace(
            document,
            nested=tuple(nested),
            shells=tuple(shells),
            holders=tuple(holders),
        )

    def namespace(self) -> Namespace:
        """Return what cells hand to others, too."""
        from dr_refit.python.namespaces import MARIMO

        return MARIMO


def _markdown(holder: Fragment) -> Iterator[ast.Constant | ast.JoinedStr]:
    """Yield the literals that are Markdown: mo.md(...)."""
    import ast  # start-up time

    if not holder.source.is_valid:
        return
    for node in walk(holder.source.tree):
        match node:
            case ast.Call(
                func=ast.Attribute(attr="md"),
                args=[ast.Constant(value=str()) | ast.JoinedStr() as text, *_],
            ):
                yield text


def _lines_of(source: Source, text: ast.expr) -> range | None:
    """Return where the lines of a literal stand that has some."""
    start, end = source.start(text), source.end(text)
    opening = _OPENING.match(source.code, start)
    if opening and source.code.find(opening[1], opening.end()) == end - 3:
        return range(opening.end(), end - 3)
    return None


def _text(
    path: str, holder: Fragment, literal: ast.Constant | ast.JoinedStr
) -> Fragment | None:
    """Return what a literal says whose newlines are escapes; None: it is not sure."""
    import ast

    from dr_refit.codemod.document import Fragment, Segment
    from dr_refit.python.literals import characters
    from dr_refit.python.namespaces import MODULE
    from dr_refit.python.source import Source

    text = literal.value if isinstance(literal, ast.Constant) else None
    if not isinstance(text, str) or "```" not in text:
        return None
    assert isinstance(literal, ast.Constant)
    where = characters(holder.source, literal)
    if where is None or any(one[1] != other[0] for one, other in pairwise(where)):
        # Pieces, or none.
        return None
    code = text.encode()
    ends = [0, *accumulate(len(one.encode()) for one in text)]
    first, last = where[0][0], where[-1][1]
    starts = dict(zip(ends, [*(at for at, _ in where), last], strict=True))

    def written(edits: Sequence[Edit]) -> Sequence[Edit]:
        return [
            Edit(
                start=starts[one.start] - first,
                end=starts[one.end] - first,
                text=_escaped(one.text, holder.code[last : last + 1]),
            )
            for one in edits
        ]

    return Fragment(
        source=Source.of_code(path, code),
        segments=(Segment(range(len(code)), range(first, last), written),),
        namespace=MODULE,
        within=holder,
    )


def _escaped(text: bytes, quote: bytes) -> bytes:
    text = text.replace(b"\\", b"\\\\").replace(quote, b"\\" + quote)
    return text.replace(b"\r", b"\\r").replace(b"\n", b"\\n")
