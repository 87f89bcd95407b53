"""The nodes of a file of code, as all that is asked of it needs them."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from dr_refit.codes import Code
from dr_refit.findings import Position
from dr_refit.python.nodes import walk
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from dr_refit.checks.model import Site
    from dr_refit.codemod.document import Document, Fragment

#: What binds names at the top level of a module, in a block under a condition too.
_BLOCKS: Final = (ast.If, ast.Try, ast.With)


class Where(NamedTuple):
    """Where a file is, to Python and to people."""

    path: str
    site: Site = "script"
    #: Its dotted module, and the package that it is in; empty: none.
    module: str = ""
    package: str = ""


@lru_cache(maxsize=4)
def nodes(tree: ast.Module) -> list[ast.AST]:
    """List the nodes of a tree: what is asked of a file is asked of each of them."""
    return walk(tree)


def ignored(
    comments: Mapping[int, Collection[str]], *lines: int | None
) -> frozenset[str]:
    """Return the codes that comments on lines ignore: of one that names none, all."""
    found = [comments[line] for line in lines if line and line in comments]
    return frozenset(code for codes in found for code in (codes or Code))


def in_string(document: Document, text: bytes) -> bool:
    """Return whether a text stands in a string of a file, where it first stands."""
    line = document.data[: document.data.index(text)].count(b"\n") + 1
    return any(
        isinstance(node, ast.Constant) and node.lineno <= line <= (node.end_lineno or 0)
        for fragment in document.fragments
        for node in nodes(fragment.source.tree)
    )


def position(
    document: Document, fragment: Fragment, node: ast.expr | ast.stmt
) -> Position:
    """Return where in a file a node starts."""
    at = Position(line=node.lineno, column=node.col_offset + 1)
    return document.position(fragment, at)


def last_line(document: Document, fragment: Fragment, node: ast.stmt) -> int:
    """Return the line of a file on which a statement ends."""
    at = Position(line=node.end_lineno or node.lineno)
    return document.position(fragment, at).line


def top(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the statements of a module that bind its names."""
    for node in body:
        if isinstance(node, _BLOCKS):
            for block in ("body", "orelse", "finalbody"):
                yield from top(getattr(node, block, []))
        else:
            yield node


def listed(fragment: Fragment, node: ast.stmt) -> Iterator[str]:
    """Yield the names that a statement lists in `__all__`."""
    inner = node.value if isinstance(node, ast.Expr) else node
    yield from fragment.namespace.exported(inner)


def docstrings(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield the constants that are statements."""
    for node in nodes(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
