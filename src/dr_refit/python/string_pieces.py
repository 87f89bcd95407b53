"""Dotted names that are put together of strings: f"{MODULE}.f", MODULE + ".f"."""

from __future__ import annotations

import ast
import re
from itertools import product
from typing import TYPE_CHECKING

from dr_refit.patterns import regex
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from dr_refit.python.parents import Parents
    from dr_refit.python.sinks import Sink
    from dr_refit.python.string_calls import Takes

#: More ways than these to put one together are not looked at.
_MOST = 50
_FIELD = {"format": regex(r"\{(\w*)\}"), "%": regex(r"%(s)")}
_SPECIAL = {"format": regex(r"[{}]"), "%": regex(r"%")}


class Stretch(NamedTuple):
    """A stretch of what a literal is; None: of what no literal says."""

    literal: ast.Constant | None
    start: int
    stop: int


class Made(NamedTuple):
    """A text, and what each part of it is a stretch of."""

    text: str
    stretches: tuple[Stretch, ...]

    @property
    def first(self) -> ast.Constant | None:
        """The literal that it begins with."""
        return next((s.literal for s in self.stretches if s.start < s.stop), None)

    def followed_by(self, text: str) -> Made:
        """Return it with more behind it."""
        return _joined((self, Made(text, (Stretch(None, 0, len(text)),))))


def of_literal(literal: ast.Constant) -> Made:
    """Return what a literal is all of."""
    text = str(literal.value)
    return Made(text, (Stretch(literal, 0, len(text)),))


def begun(literal: ast.Constant, sinks: Iterable[Sink]) -> list[tuple[Takes, Made]]:
    """List the texts that a literal is the beginning of, and what takes each."""
    found: list[tuple[Takes, Made]] = []
    for sink in sinks:
        for one in sink.made or (of_literal(literal),):
            if one.first is literal:
                behind = sink.members if sink.takes == "members" else ()
                every = [one.followed_by(f".{name}") for name in behind] or [one]
                found += [(sink.takes, each) for each in every]
    return found


def outermost(node: ast.expr, parents: Parents) -> ast.expr:
    """Return the text that an expression is a piece of; itself, if of none."""
    while True:
        parent = parents.of(node)
        around = parents.of(parent) if parent is not None else None
        match parent, around:
            case ast.BinOp(op=ast.Add() | ast.Mod()) | ast.JoinedStr(), _:
                node = parent
            case ast.FormattedValue(), ast.JoinedStr():
                node = around
            case ast.Tuple(), ast.BinOp(op=ast.Mod(), right=right) if right is parent:
                node = around
            case ((ast.List() | ast.Tuple()), ast.Call()) if _method(around) == "join":
                node = around
            case ast.Attribute(attr="format" | "join"), ast.Call(func=func) if (
                func is parent
            ):
                node = around
            case ast.keyword(), ast.Call() if _method(around) == "format":
                node = around
            case ast.Call(), _ if _method(parent) == "format":
                node = parent
            case _:
                return node


def parts_of(text: ast.expr) -> list[ast.expr]:
    """List what a text is put together of, in order; a template is behind the rest."""
    match text:
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return [*parts_of(left), *parts_of(right)]
        case ast.BinOp(op=ast.Mod(), left=left, right=ast.Tuple(elts=elts)):
            return [*elts, left]
        case ast.BinOp(op=ast.Mod(), left=left, right=right):
            return [right, left]
        case ast.Call(func=ast.Attribute(value=left, attr="format"), args=args):
            return [*args, left]
        case ast.JoinedStr(values=values):
            return [part for one in values for part in parts_of(one)]
        case ast.FormattedValue(value=value):
            return [value]
    return [text]


def shape(text: ast.expr) -> str:
    """Return a pattern of what a text may be: f"a_{b}", "a_" + b."""
    match text:
        case ast.Constant(value=str(value)):
            return re.escape(value)
        case ast.JoinedStr(values=parts):
            return "".join(map(shape, parts))
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return shape(left) + shape(right)
    return ".*"


def texts_beside(text: ast.expr, parents: Parents) -> frozenset[str]:
    """Return the texts that stand beside one: ("a", "f")."""
    match parents.of(text):
        case ast.Tuple(elts=each) | ast.List(elts=each) | ast.Call(args=each):
            others = [one for one in each if one is not text]
            values = [one.value for one in others if isinstance(one, ast.Constant)]
            return frozenset(one for one in values if isinstance(one, str))
    return frozenset()


def _method(call: ast.Call) -> str:
    """Return the method of a text that a call is of: "{}".format()."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def values(
    node: ast.expr, of_name: Callable[[ast.Name], Sequence[ast.expr]], depth: int = 0
) -> list[Made]:
    """List the texts that an expression may be; none: it may be any.

    `of_name`: the expressions that a name may be.
    """

    def inner(part: ast.expr) -> list[Made]:
        return values(part, of_name, depth + 1)

    if depth > 9:
        return []
    match node:
        case ast.Constant(value=str()):
            return [of_literal(node)]
        case ast.Name():
            return _all(inner(one) for one in of_name(node))
        case ast.JoinedStr(values=parts):
            return _together([inner(part) for part in parts])
        case ast.FormattedValue(conversion=-1, format_spec=None, value=value):
            return inner(value)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            return _together([inner(left), inner(right)])
        case ast.BinOp(op=ast.Mod(), left=left, right=right):
            elts = right.elts if isinstance(right, ast.Tuple) else [right]
            given = [inner(one) for one in elts]
            return _all(_filled(t, "%", given, {}) for t in _templates(left, of_name))
        case ast.Call(func=ast.Attribute(value=left, attr="format")):
            named = {one.arg: inner(one.value) for one in node.keywords}
            given = [inner(one) for one in node.args]
            templates = _templates(left, of_name)
            return _all(_filled(one, "format", given, named) for one in templates)
        case ast.Call(
            func=ast.Attribute(value=ast.Constant(value=str()) as dot, attr="join"),
            args=[ast.List(elts=elts) | ast.Tuple(elts=elts)],
        ):
            between = [of_literal(dot)]
            every = [one for each in elts for one in (between, inner(each))]
            return _together(every[1:])
    return []


def _templates(
    node: ast.expr, of_name: Callable[[ast.Name], Sequence[ast.expr]]
) -> Sequence[ast.expr]:
    """Return the literals that a template may be."""
    return of_name(node) if isinstance(node, ast.Name) else [node]


def _all(found: Iterable[list[Made]]) -> list[Made]:
    """Return what several expressions may be; none: one of them may be any."""
    every = [*found]
    return [one for each in every for one in each] if all(every) else []


def _together(parts: Sequence[list[Made]]) -> list[Made]:
    """Return what expressions may be, one behind the other."""
    ways = 1
    for one in parts:
        ways *= len(one)
    return [_joined(way) for way in product(*parts)] if ways <= _MOST else []


def _joined(pieces: Sequence[Made]) -> Made:
    text = "".join(one.text for one in pieces)
    return Made(text, tuple(s for one in pieces for s in one.stretches))


def _filled(
    template: ast.expr,
    how: str,
    given: Sequence[list[Made]],
    named: dict[str | None, list[Made]],
) -> list[Made]:
    """Return what a template comes to: "%s.%s" % (a, b), "{}.{b}".format(a, b=b)."""
    text = template.value if isinstance(template, ast.Constant) else None
    if not isinstance(text, str) or _SPECIAL[how].search(_FIELD[how].sub("", text)):
        return []
    parts: list[list[Made]] = []
    at = 0
    for count, field in enumerate(_FIELD[how].finditer(text)):
        parts.append([_stretch(template, text, at, field.start())])
        key = field[1] if how == "format" else ""
        place = int(key) if key.isdigit() else count
        by_place = given[place] if place < len(given) else []
        parts.append(named.get(key, []) if key and not key.isdigit() else by_place)
        at = field.end()
    return _together([*parts, [_stretch(template, text, at, len(text))]])


def _stretch(literal: ast.expr, text: str, start: int, stop: int) -> Made:
    assert isinstance(literal, ast.Constant)
    return Made(text[start:stop], (Stretch(literal, start, stop),))
