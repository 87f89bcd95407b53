"""Statements and expressions of which one branch is run: `try`, `if`, `match`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.python.parents import Parents


#: The types of statements among them.
CHOICES = (ast.If, ast.Try, ast.TryStar, ast.Match)


#: What nothing below it in its block is run after.
_LEAVING = (ast.Return, ast.Raise, ast.Continue, ast.Break)


class Choice(NamedTuple):
    """What has several branches, and one of them."""

    node: ast.AST
    branch: int


def parts(node: ast.AST) -> Iterator[tuple[Sequence[ast.AST], int | None]]:
    """Yield what is in a node, in order, and the branch that it is; None: none."""
    match node:
        case ast.If():
            yield [node.test], None
            yield node.body, 0
            yield node.orelse, 1
        case ast.IfExp():
            yield [node.test], None
            yield [node.body], 0
            yield [node.orelse], 1
        case ast.Try() | ast.TryStar():
            yield node.body, 0
            for branch, handler in enumerate(node.handlers, 1):
                yield [handler], branch
            # It goes on where the body ends.
            yield node.orelse, 0
            yield node.finalbody, None
        case ast.Match():
            yield [node.subject], None
            for branch, case in enumerate(node.cases):
                yield [case], branch


def rest(statement: ast.AST) -> Choice | None:
    """Return the branch that the statements below are, where another never gets there.

    if a:
        return b
    return c
    """
    match statement:
        case ast.If(body=[*_, last], orelse=[]) if isinstance(last, _LEAVING):
            return Choice(statement, 1)
        case ast.Try(body=[*_, last], orelse=[]) if isinstance(last, _LEAVING):
            return Choice(statement, 1)
    return None


def beside(choice: Choice) -> Iterator[tuple[int, ast.AST]]:
    """Yield what stands in the other branches, and in which."""
    for nodes, branch in parts(choice.node):
        if branch is not None and branch != choice.branch:
            for node in nodes:
                yield branch, node


def is_asked(node: ast.AST, parents: Parents) -> bool:
    """Return whether no more is asked of an expression than whether it is there."""
    here = node
    while True:
        match parents.of(here):
            case ast.If() | ast.While() | ast.IfExp() | ast.Assert() as above:
                return above.test is here
            case ast.comprehension() as above:
                return here in above.ifs
            case ast.Compare(
                ops=[ast.Is() | ast.IsNot()], comparators=[ast.Constant(value=None)]
            ):
                return True
            case ast.UnaryOp(op=ast.Not()):
                return True
            case ast.BoolOp(op=ast.And(), values=[*before, _]) if here in before:
                return True
            case ast.BoolOp() as above:
                here = above
            case _:
                return False
