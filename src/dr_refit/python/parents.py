"""What stands around a node of a tree, found out for one statement at a time."""

from __future__ import annotations

import ast
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Parents:
    """The node around each node. Nodes without a position have none."""

    def __init__(self, tree: ast.Module) -> None:
        self._body = tree.body
        self._starts = [_first_line(statement) for statement in tree.body]
        self._known: dict[ast.AST, ast.AST] = {}
        self._read: set[int] = set()

    def of(self, node: ast.AST) -> ast.AST | None:
        """Return what a node stands in; None: the module, or it is not in the tree."""
        line = getattr(node, "lineno", None)
        if line is not None:
            # x = 1; y = 2    stand on one line
            last = bisect_right(self._starts, line) - 1
            while last >= 0 and last not in self._read:
                self._read.add(last)
                self._add(self._body[last])
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

    def _add(self, statement: ast.stmt) -> None:
        for node in ast.walk(statement):
            for child in ast.iter_child_nodes(node):
                self._known[child] = node


def _first_line(statement: ast.stmt) -> int:
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(node.lineno for node in decorators)])
