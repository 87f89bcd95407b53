"""Who catches what a call raises, where that is another exception now."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.calls.looks import last
from dr_refit.migration.calls import ANY
from dr_refit.python.edits import Edit
from dr_refit.python.nodes import walk
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dr_refit.codemod.rules.calls.work import Origin, Work
    from dr_refit.migration.calls import CallRule

#: They catch whatever is raised.
_ALL = {"Exception", "BaseException"}
#: pytest.raises(E)   suppress(E)   self.assertRaises(E)
_CONTEXTS = {"raises", "suppress", "assertRaises", "assertRaisesRegex"}
#: What all exceptions have.
_COMMON = {"args", "add_note", "with_traceback"}


def check_raised(call: ast.Call, rule: CallRule, origin: Origin, work: Work) -> None:
    """Let who catches an exception of a call catch the new one as well."""
    if not rule.raises:
        return
    caught = _Caught(rule, origin, work)
    below: ast.AST = call
    for node in work.parents.around(call):
        match node:
            case ast.Lambda():
                return
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                for decorator in node.decorator_list:
                    caught.told_to(decorator)
                return
            case ast.Try(body=body) | ast.TryStar(body=body) if below in body:
                alone = _is_alone(call, body)
                if caught.by([one.type for one in node.handlers], alone=alone):
                    caught.looked_at(node.handlers)
                    return
            case ast.With(items=items, body=body) if below in body:
                for one in items:
                    types = _expected(one.context_expr)
                    # What is matched is another text now.
                    alone = not _has_pattern(one.context_expr)
                    alone = alone and _is_alone(call, body)
                    if types and caught.by(types, alone=alone):
                        return
        below = node


def check_expected(
    called: ast.expr, call: ast.AST | None, rule: CallRule, origin: Origin, work: Work
) -> bool:
    """Check `assertRaises(E, f, ...)`, which calls `f`; False: it is no such call."""
    types = _expected(call)[:1]
    if not (types and isinstance(call, ast.Call) and called in call.args[1:]):
        return False
    _Caught(rule, origin, work).by(types, alone=True)
    return True


class _Handled(NamedTuple):
    """An exception that is caught, and those of a rule that it stands for."""

    node: ast.expr | None
    old: Sequence[str]
    lacking: Sequence[str]


class _Caught:
    """Looks at what is caught around one call."""

    def __init__(self, rule: CallRule, origin: Origin, work: Work) -> None:
        self._raises = rule.raises
        self._origin = origin
        self._work = work

    def by(self, types: Sequence[ast.expr | None], *, alone: bool) -> bool:
        """Check the exceptions that one statement catches; True: none gets past it.

        `alone`: nothing else in its block may raise anything.
        """
        caught = {name for node in types for name in _names(node)}
        found = [*self._affected(types, caught)]
        for one in found:
            # Of two handlers, either may be meant for the new exception.
            sure = alone and ANY not in one.old and len(found) == 1
            if not (sure and self._extend(one.node, one.lacking)):
                assert one.node is not None
                self._report(one.node, one.old, one.lacking)
        return bool(caught & _ALL)

    def _affected(
        self, types: Sequence[ast.expr | None], caught: set[str]
    ) -> Iterator[_Handled]:
        for node in types:
            names = {*_names(node)}
            if names & _ALL:
                continue
            old = [each for each in self._raises if each == ANY or each in names]
            new = dict.fromkeys(name for each in old for name in self._raises[each])
            lacking = [name for name in new if name not in caught]
            if lacking:
                yield _Handled(node, old, lacking)

    def looked_at(self, handlers: Iterable[ast.ExceptHandler]) -> None:
        """Report what asks an exception for its type, or for more than all have."""
        for handler in handlers:
            for node in walk(handler):
                if isinstance(node, ast.Name) and node.id == handler.name:
                    self._asked(node)

    def _asked(self, node: ast.Name) -> None:
        match self._work.parents.of(node):
            case ast.Call(func=ast.Name("isinstance"), args=[_, types]):
                names = {*_names(types)}
                old = [one for one in self._raises if one == ANY or one in names]
                lacking = {n for one in old for n in self._raises[one]} - names
                if lacking:
                    self._report(node, old, sorted(lacking))
            case ast.Call(func=ast.Name("type")):
                self._report(node, [*self._raises], self._new)
            case ast.Attribute(attr=attr) as attribute if attr not in _COMMON:
                if attr == "__class__" or not attr.startswith("__"):
                    self._report(attribute, [*self._raises], self._new)
            case ast.Match():
                self._report(node, [*self._raises], self._new)

    def told_to(self, decorator: ast.expr) -> None:
        """Report an exception that a decorator is told: `xfail(raises=E)`."""
        for node in walk(decorator):
            if (
                isinstance(node, ast.Name | ast.Attribute)
                and last(node) in self._raises
            ):
                self._report(node, [last(node)], self._raises[last(node)])

    @property
    def _new(self) -> Sequence[str]:
        return [*dict.fromkeys(name for new in self._raises.values() for name in new)]

    def _report(self, node: ast.expr, old: Sequence[str], new: Sequence[str]) -> None:
        instead = "whatever it was" if ANY in old else " or ".join(old)
        what = f"raises {' or '.join(new)} instead of {instead}"
        self._work.report(node, self._origin, what, silent=False)

    def _extend(self, node: ast.expr | None, names: Sequence[str]) -> bool:
        """Write more exceptions behind those that are caught."""
        work = self._work
        more = [ast.Name(id=name, ctx=ast.Load()) for name in names]
        text = ", ".join(names)
        if isinstance(node, ast.Tuple):
            end = work.source.end(node.elts[-1])
            edits = [Edit(start=end, end=end, text=f", {text}".encode())]
            new = ast.Tuple(elts=[*node.elts, *more], ctx=ast.Load())
            return work.change(node, new, [self._origin], edits)
        assert node is not None
        start, end = work.source.start(node), work.source.end(node)
        edits = [
            Edit(start=start, end=start, text=b"("),
            Edit(start=end, end=end, text=f", {text})".encode()),
        ]
        new = ast.Tuple(elts=[work.now(node), *more], ctx=ast.Load())
        return work.change(node, new, [self._origin], edits)


def _expected(node: ast.AST | None) -> Sequence[ast.expr]:
    """Return the exceptions that a context takes."""
    if not isinstance(node, ast.Call) or last(node.func) not in _CONTEXTS:
        return ()
    return node.args


def _has_pattern(node: ast.expr) -> bool:
    """Return whether a context asks for the text of an exception: `match=...`."""
    return isinstance(node, ast.Call) and (
        last(node.func).endswith("Regex")
        or any(one.arg == "match" for one in node.keywords)
    )


def _names(node: ast.expr | None) -> Iterator[str]:
    if node is None:
        yield "BaseException"
    for one in node.elts if isinstance(node, ast.Tuple) else [node]:
        if one is not None:
            yield last(one)


def _is_alone(call: ast.Call, body: Iterable[ast.stmt]) -> bool:
    """Return whether nothing else in a block may raise anything of its own."""
    return not any(
        isinstance(node, ast.Call | ast.Assert | ast.Raise | ast.Await)
        and node is not call
        for statement in body
        for node in walk(statement)
    )
