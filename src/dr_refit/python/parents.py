"""What stands around a node of a tree, or in it, as far as it is asked for."""

from __future__ import annotations

import ast
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from dr_refit.python.annotations import first_line
from dr_refit.python.nodes import children, walk
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class _Unread(NamedTuple):
    """A statement in which nobody has looked yet, and its lines."""

    first: int
    last: int
    statement: ast.stmt


class Parents:
    """The node around each node. Nodes without a position have none."""

    def __init__(self, tree: ast.Module) -> None:
        self._known: dict[ast.AST, ast.AST] = {}
        #: By the statement of the module that they are in, in its order.
        self._unread = [[_unread(statement)] for statement in tree.body]
        self._starts = [one.first for (one,) in self._unread]

    def of(self, node: ast.AST) -> ast.AST | None:
        """Return what a node stands in; None: the module, or it is not in the tree."""
        line = getattr(node, "lineno", None)
        if line is not None and node not in self._known:
            # x = 1; y = 2    stand on one line
            last = bisect_right(self._starts, line) - 1
            while last >= 0:
                self._read(self._unread[last], line)
                if self._starts[last] < line:
                    break
                last -= 1
        return self._known.get(node)

    def around(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield everything around a node, the nearest first."""
        here = self.of(node)
        while here is not None:
            yield here
            here = self._known.get(here)

    def statement(self, node: ast.AST) -> ast.stmt:
        """Return the innermost statement that a node stands in."""
        return next(
            one for one in (node, *self.around(node)) if isinstance(one, ast.stmt)
        )

    def _read(self, unread: list[_Unread], line: int) -> None:
        """Look into the statements on a line, and those in them."""
        found = [one for one in unread if one.first <= line <= one.last]
        for one in found:
            unread.remove(one)
        todo: list[ast.AST] = [one.statement for one in found]
        while todo:
            node = todo.pop()
            for child in children(node):
                self._known[child] = node
                if isinstance(child, ast.stmt):
                    inner = _unread(child)
                    if not inner.first <= line <= inner.last:
                        unread.append(inner)
                        continue
                todo.append(child)


def _unread(statement: ast.stmt) -> _Unread:
    last = statement.end_lineno or statement.lineno
    return _Unread(first_line(statement), last, statement)


def inside(top: ast.AST, lines: Sequence[int] | None) -> list[ast.AST]:
    """List a node and all below it, level by level.

    Statements on none of some `lines`, sorted, are skipped; None: none is.
    """
    if lines is None:
        return walk(top)
    found = [top]
    for node in found:
        for child in children(node):
            if isinstance(child, ast.stmt):
                index = bisect_left(lines, first_line(child))
                if index == len(lines) or lines[index] > (child.end_lineno or 0):
                    continue
            found.append(child)
    return found
