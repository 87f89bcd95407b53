"""A marimo notebook: a Python file whose cells hand their names to each other."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dr_refit.codemod.formats.python import PythonFormat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.codemod.document import Document, Fragment
    from dr_refit.python.namespaces import Namespace

_MARKDOWN = re.compile(rb"\.md\(")
#: r"""    what one literal of a call holds begins behind it
_OPENING = re.compile(rb"[rRfF]*(\"\"\"|''')")


class MarimoFormat(PythonFormat):
    """Python files that speak of marimo."""

    def takes(self, path: str, data: bytes) -> bool:
        """Whether a Python file may be a notebook."""
        return b"marimo" in data and super().takes(path, data)

    def read(self, path: str, data: bytes) -> Document:
        """Return the file as one fragment, and the code in its Markdown as others."""
        document = super().read(path, data)
        nested, shells = [*document.nested], [*document.shells]
        if b"```" in data and _MARKDOWN.search(data):
            from dr_refit.codemod.formats.text import pieces

            (holder,) = document.fragments
            for span in _markdown(holder):
                python, commands, _ = pieces(path, holder.code, holder, span=span)
                nested += python
                shells += commands
        return replace(document, nested=tuple(nested), shells=tuple(shells))

    def namespace(self) -> Namespace:
        """Return what cells hand to others, too."""
        from dr_refit.python.namespaces import MARIMO

        return MARIMO


def _markdown(holder: Fragment) -> Iterator[range]:
    """Yield where literals of several lines stand that are Markdown: mo.md(...)."""
    import ast  # start-up time

    source = holder.source
    if not source.is_valid:
        return
    for node in ast.walk(source.tree):
        match node:
            case ast.Call(
                func=ast.Attribute(attr="md"),
                args=[ast.Constant(value=str()) | ast.JoinedStr() as text, *_],
            ):
                start, end = source.start(text), source.end(text)
                opening = _OPENING.match(source.code, start)
                stop = end - 3
                if opening and source.code.find(opening[1], opening.end()) == stop:
                    yield range(opening.end(), stop)
