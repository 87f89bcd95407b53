"""Expressions that take a type, or an attribute, as a string, and what it says."""

from __future__ import annotations

import ast
import re
import warnings
from typing import TYPE_CHECKING

from dr_refit.python.symbols import AnnotationLiteral, At

if TYPE_CHECKING:
    from collections.abc import Callable

    from dr_refit.python.scope_visitor import ScopeVisitor

#: What is subscripted by types, which may stand in strings.
_GENERIC = frozenset(
    {"Annotated", "Callable", "ClassVar", "Dict", "Final", "FrozenSet", "Generic"}
    | {"Iterable", "Iterator", "List", "Mapping", "Optional", "Protocol", "Sequence"}
    | {"Set", "Tuple", "Type", "TypeGuard", "TypeIs", "Union"}
    | {"dict", "frozenset", "list", "set", "tuple", "type"}
)

#: Calls whose first argument is an object and whose second names its attribute.
_BY_NAME = frozenset({"getattr", "hasattr", "setattr", "delattr", "object"})

#: Names by which the visitor, or a namespace, knows what an expression is.
SPECIAL = (
    _GENERIC
    | _BY_NAME
    | {"cast", "TypeVar", "NewType", "TypedDict", "NamedTuple", "Literal", "TypeAlias"}
    | {"append", "extend", "cell"}
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
    else:
        visitor.children(node, at)


def call(visitor: ScopeVisitor, node: ast.Call, at: At) -> None:
    """Visit a call; some take types, or attributes, as strings."""
    visitor.exported.update(visitor.namespace.exported(node))
    visitor.chain(node.func, at, call=node)
    types = _type_arguments(node)
    literal = _attribute_literal(node)
    for index, argument in enumerate(node.args):
        if argument in types:
            annotation(visitor, argument, at)
        else:
            visitor.chain(argument, at, literal="" if index else literal)
    for keyword in node.keywords:
        if keyword.value in types:
            annotation(visitor, keyword.value, at)
        else:
            visitor.visit(keyword.value, at)


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
    # A string in a string is not where its tree says.
    nested = at.annotation is not None
    annotation(
        visitor,
        inner,
        at._replace(
            annotation=at.annotation or AnnotationLiteral(node, opening),
            editable=at.editable and not nested,
        ),
    )


def _type_arguments(node: ast.Call) -> list[ast.expr]:
    """List the arguments of a call that are types, or hold some."""
    named = {keyword.arg: keyword.value for keyword in node.keywords}
    match last_name(node.func):
        case "cast":
            found = [*node.args[:1], named.get("typ")]
        case "TypeVar":
            found = [*node.args[1:], named.get("bound"), named.get("default")]
        case "NewType" | "TypedDict" | "NamedTuple":
            found = [*node.args[1:2], named.get("tp")]
        case _:
            found = []
    return [argument for argument in found if argument is not None]


def _attribute_literal(node: ast.Call) -> str:
    """Return the attribute that a call takes of its first argument by its name."""
    # getattr(a.b, "f"), patch.object(a.b, "f"), monkeypatch.setattr(a.b, "f")
    if last_name(node.func) in _BY_NAME and len(node.args) > 1:
        attribute = node.args[1]
        if isinstance(attribute, ast.Constant):
            return str(attribute.value)
    return ""


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


EXPRESSIONS: dict[type[ast.AST], Callable[..., None]] = {
    ast.JoinedStr: f_string,
    ast.Subscript: subscript,
    ast.Call: call,
}
