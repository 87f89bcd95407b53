"""Statements and expressions of which one branch is run: `try`, `if`, `match`."""

from __future__ import annotations

import ast
import operator
from typing import TYPE_CHECKING, Any, Final

from dr_refit.patterns import regex
from dr_refit.python.nodes import walk
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from dr_refit.python.parents import Parents


#: The types of statements among them.
CHOICES = (ast.If, ast.Try, ast.TryStar, ast.Match)


#: What nothing below it in its block is run after.
_LEAVING = (ast.Return, ast.Raise, ast.Continue, ast.Break)


#: PY2, six.PY3, IS_PY3, ...: which Python runs this.
_PYTHON: Final = regex(r"_*(?:IS_?)?PY(?:THON)?_?([23])K?")
_COMPARE: Final[Mapping[type[ast.cmpop], Callable[[Any, Any], bool]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
#: More versions of Python 3 than conditions speak of: 3.0, 3.1, ...
_MINORS: Final = range(30)


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


def is_for_python_2(choices: Iterable[Choice]) -> bool:
    """Return whether surely no Python 3 runs what stands in some branches.

    if sys.version_info >= (3,):
        ...
    else:
        from old import f
    """
    return any(
        isinstance(node, ast.If | ast.IfExp)
        and all(_holds(node.test, minor) is bool(branch) for minor in _MINORS)
        for node, branch in choices
    )


def _holds(test: ast.expr, minor: int) -> bool | None:
    """Return what a condition is in Python 3.minor; None: it asks something else."""
    match test:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            found = _PYTHON.fullmatch(name)
            return found[1] == "3" if found else None
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            held = _holds(operand, minor)
            return None if held is None else not held
        case ast.BoolOp(op=op, values=values):
            deciding = isinstance(op, ast.Or)
            every = [_holds(value, minor) for value in values]
            if deciding in every:
                return deciding
            return None if None in every else not deciding
        case ast.Compare() if any(map(_is_version, walk(test))):
            try:
                return _compares(test, minor)
            except (IndexError, KeyError, TypeError, ValueError):
                return None
    return None


def _compares(test: ast.Compare, minor: int) -> bool:
    """Return what a comparison is. Raises: a part of it is not known."""
    values = [_value(node, minor) for node in (test.left, *test.comparators)]
    compare = [_COMPARE[type(op)] for op in test.ops]
    return all(map(operator.call, compare, values, values[1:]))


def _is_version(node: ast.AST) -> bool:
    match node:
        case ast.Attribute(value=ast.Name(id="sys"), attr="version_info"):
            return True
    return isinstance(node, ast.Name) and node.id == "version_info"


def _value(node: ast.expr, minor: int) -> Any:
    """Return what an expression is in Python 3.minor. Raises ValueError: not known."""
    match node:
        case ast.Attribute(value=value, attr="major" | "minor" as part):
            return _value(value, minor)[part == "minor"]
        case ast.Subscript(value=value, slice=ast.Slice(lower=lower, upper=upper)):
            start, end = (part and ast.literal_eval(part) for part in (lower, upper))
            return _value(value, minor)[start:end]
        case ast.Subscript(value=value, slice=index):
            return _value(value, minor)[ast.literal_eval(index)]
    if _is_version(node):
        return 3, minor, 0, "final", 0
    return ast.literal_eval(node)
