"""Expressions that take a type, or an attribute, as a string, and what it says."""

from __future__ import annotations

import ast
import contextlib
import re
import warnings
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from dr_refit.names import NAME
from dr_refit.patterns import regex
from dr_refit.python import string_calls as calls
from dr_refit.python.nodes import walk
from dr_refit.python.symbols import AnnotationLiteral, At, ByName

if TYPE_CHECKING:
    from collections.abc import Callable

    from dr_refit.python.scope_visitor import ScopeVisitor

#: What is subscripted by types, which may stand in strings.
_GENERIC = frozenset(
    {"AbstractSet", "Annotated", "AsyncContextManager", "AsyncGenerator"}
    | {"AsyncIterable", "AsyncIterator", "Awaitable", "Callable", "ChainMap"}
    | {"ClassVar", "Collection", "Concatenate", "Container", "ContextManager"}
    | {"Coroutine", "Counter", "DefaultDict", "Deque", "Dict", "Final", "FrozenSet"}
    | {"Generator", "Generic", "ItemsView", "Iterable", "Iterator", "KeysView", "List"}
    | {"Mapping", "MutableMapping", "MutableSequence", "MutableSet", "NotRequired"}
    | {"Optional", "OrderedDict", "Protocol", "ReadOnly", "Required", "Reversible"}
    | {"Sequence", "Set", "Tuple", "Type", "TypeGuard", "TypeIs", "Union", "Unpack"}
    | {"ValuesView"}
    | {"defaultdict", "deque", "dict", "frozenset", "list", "set", "tuple", "type"}
)
#: Calls that take types -> which arguments these are, by their place and their names.
_TAKE_TYPES: dict[str, tuple[slice, tuple[str, ...]]] = {
    "ForwardRef": (slice(1), ("arg",)),
    "NamedTuple": (slice(1, 2), ("fields",)),
    "NewType": (slice(1, 2), ("tp",)),
    "ParamSpec": (slice(0), ("bound", "default")),
    "TypeAliasType": (slice(1, 2), ("value",)),
    "TypeVar": (slice(1, None), ("bound", "default")),
    "TypeVarTuple": (slice(0), ("default",)),
    "TypedDict": (slice(1, 2), ("fields",)),
    "assert_type": (slice(1, 2), ("typ",)),
    "cast": (slice(1), ("typ",)),
}
#: A string that may be a type, or a key.
_DOTTED = regex(rf"{NAME}(?:\.{NAME})+")

#: Names by which the visitor, or a namespace, knows what an expression is.
SPECIAL = (
    _GENERIC
    | calls.BY_NAME
    | _TAKE_TYPES.keys()
    | {"append", "cell", "extend", "Literal", "TypeAlias"}
)


def last_name(node: ast.expr) -> str:
    """Return `c` of `a.b.c`; empty where it is no chain of names."""
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            return node.attr
        case _:
            return ""


def last_names(node: ast.AST) -> set[str]:
    """Return the last parts of all dotted names in an expression."""
    return {
        last_name(inner)
        for inner in walk(node)
        if isinstance(inner, ast.Name | ast.Attribute)
    }


def first_line(node: ast.stmt | ast.match_case) -> int:
    """Return the line on which a statement starts, its decorators included."""
    if isinstance(node, ast.match_case):
        return node.pattern.lineno
    decorators = getattr(node, "decorator_list", None)
    return min(node.lineno, decorators[0].lineno) if decorators else node.lineno


def f_string(visitor: ScopeVisitor, node: ast.JoinedStr, at: At) -> None:
    """Visit f"{a} {b=}"; the text of b= is part of the string."""
    before: ast.expr | None = None
    for part in node.values:
        shown = _shows_itself(before, part)
        visitor.visit(part, at._replace(editable=False) if shown else at)
        before = part


def subscript(visitor: ScopeVisitor, node: ast.Subscript, at: At) -> None:
    """Visit a[b]; the strings of Optional["a.b"] are types."""
    if last_name(node.value) in _GENERIC:
        annotation(visitor, node, at)
        return
    visitor.children(node, at)
    visitor.own(node, at)
    if isinstance(node.ctx, ast.Load) and _is_class_like(last_name(node.value)):
        # Box["a.b"]  is a type, or takes it by a key: it is not for us to write.
        keys = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        for key in keys:
            match key:
                case ast.Constant(value=str(text)) if _DOTTED.fullmatch(text):
                    _literal(visitor, key, text, at._replace(editable=False))


def _is_class_like(name: str) -> bool:
    """Return whether a name is spelled as that of a class: Box, T, and no MODULES."""
    name = name.lstrip("_")
    return name[:1].isupper() and not (name.isupper() and len(name) > len("IO"))


def call(visitor: ScopeVisitor, node: ast.Call, at: At) -> None:
    """Visit a call; some take types, or attributes, as strings."""
    visitor.exported.update(visitor.namespace.exported(node))
    visitor.own(node, at)
    visitor.chain(node.func, at, call=node)
    types = _type_arguments(node)
    owner, by_name = calls.by_name(node) or (None, None)
    for argument in (*node.args, *(word.value for word in node.keywords)):
        if argument in types:
            annotation(visitor, argument, at)
        else:
            is_owner = argument is owner
            visitor.chain(argument, at, by_name=by_name if is_owner else None)


def annotation(visitor: ScopeVisitor, node: ast.expr | None, at: At) -> None:
    """Visit an annotation, the strings in it included."""
    match node:
        case None:
            return
        case ast.Constant(value=str(text)):
            _literal(visitor, node, text, at)
        case ast.Subscript():
            visitor.visit(node.value, at)
            special = last_name(node.value)
            if special == "Literal":
                visitor.visit(node.slice, at)
            elif special == "Annotated" and isinstance(node.slice, ast.Tuple):
                annotation(visitor, node.slice.elts[0], at)
                visitor.nodes(node.slice.elts[1:], at)
            else:
                annotation(visitor, node.slice, at)
        case ast.Tuple() | ast.List():
            for part in node.elts:
                match part:
                    # NamedTuple("Name", [("field", a.b)])
                    case ast.Tuple(elts=[ast.Constant(), field]):
                        annotation(visitor, field, at)
                    case _:
                        annotation(visitor, part, at)
        case ast.Dict():
            for value in node.values:
                annotation(visitor, value, at)
        case ast.Starred():
            annotation(visitor, node.value, at)
        case ast.BinOp():
            annotation(visitor, node.left, at)
            annotation(visitor, node.right, at)
        case _:
            visitor.visit(node, at)


def _literal(visitor: ScopeVisitor, node: ast.Constant, text: str, at: At) -> None:
    """Visit the text of a string annotation."""
    found = _parse_literal(text)
    if found is None:
        return
    inner, opening = found
    text_at = AnnotationLiteral(node, opening, at.annotation)
    annotation(visitor, inner, at._replace(annotation=text_at))


def type_comments(visitor: ScopeVisitor, node: ast.stmt, at: At) -> None:
    """Visit the comments of a statement, not of those inside it, that are types."""
    body = getattr(node, "body", None) or getattr(node, "cases", None)
    last = first_line(body[0]) - 1 if body else node.end_lineno or node.lineno
    lines = visitor.comment_lines
    for line in lines[bisect_left(lines, first_line(node)) : bisect_right(lines, last)]:
        # x = a; y = b  # type: c.d
        comment = visitor.comments.pop(line, None)
        if comment is None:
            continue
        for part, opening in _parse_comment(str(comment.value)):
            text_at = AnnotationLiteral(comment, opening, at.annotation, quoted=False)
            annotation(visitor, part, at._replace(annotation=text_at))


def _parse_comment(text: str) -> list[tuple[ast.expr, int]]:
    """Parse a type comment, that of a function too."""
    if text.startswith("("):
        # def f(a, b):  # type: (int, str) -> None
        with contextlib.suppress(SyntaxError, ValueError, RecursionError, MemoryError):
            function = ast.parse(text, mode="func_type")
            return [(part, 0) for part in [*function.argtypes, function.returns]]
    found = _parse_literal(text)
    return [found] if found else []


def _type_arguments(node: ast.Call) -> list[ast.expr]:
    """List the arguments of a call that are types, or hold some."""
    takes = _TAKE_TYPES.get(last_name(node.func))
    if takes is None:
        return []
    places, names = takes
    found: list[ast.expr] = node.args[places]
    return found + [word.value for word in node.keywords if word.arg in names]


def _parse_literal(text: str) -> tuple[ast.expr, int] | None:
    """Parse a string annotation, behind so many characters; None: it is no type."""
    for opening, closing in (("(", "\n)"), ("_[", "\n]")):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(f"{opening}{text}{closing}", mode="eval")
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            continue
        inner: ast.expr = tree.body
        if opening == "_[":
            # *args: "*tuple[a.b]"
            assert isinstance(inner, ast.Subscript)
            inner = inner.slice
        return inner, len(opening)
    return None


def _shows_itself(before: ast.expr | None, part: ast.expr) -> bool:
    """Return whether a part of an f-string is preceded by its own text."""
    # f"{a.b()=}" is the text "a.b()=" and then the value.
    if not isinstance(before, ast.Constant) or not isinstance(part, ast.FormattedValue):
        return False
    if not str(before.value).rstrip().endswith("="):
        return False
    text, value = (
        re.sub(r"\s", "", code).replace('"', "'")
        for code in (str(before.value), ast.unparse(part.value))
    )
    return text.endswith(f"{value}=")


def compare(visitor: ScopeVisitor, node: ast.Compare, at: At) -> None:
    """Visit `a is None`, which asks whether something is there."""
    match node:
        case ast.Compare(
            ops=[ast.Is() | ast.IsNot()], comparators=[ast.Constant(value=None)]
        ):
            visitor.chain(node.left, at, by_name=ByName(("__bool__",)))
        case _:
            visitor.children(node, at)


def unary(visitor: ScopeVisitor, node: ast.UnaryOp, at: At) -> None:
    """Visit `not a`."""
    visitor.chain(node.operand, at, by_name=ByName(("__bool__",)))


EXPRESSIONS: dict[type[ast.AST], Callable[..., None]] = {
    ast.JoinedStr: f_string,
    ast.Subscript: subscript,
    ast.Call: call,
    ast.Compare: compare,
    ast.UnaryOp: unary,
}
