"""Who catches what a call raises, where that is another exception now."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.migration.calls import ANY
from dr_refit.python.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dr_refit.codemod.rules.calls.work import Origin, Work
    from dr_refit.migration.calls import CallRule

#: They catch whatever is raised.
_ALL = {"Exception", "BaseException"}
#: pytest.raises(E)   suppress(E)   self.assertRaises(E)
_CONTEXTS = {"raises", "suppress", "assertRaises", "assertRaisesRegex"}


def check_raised(call: ast.Call, rule: CallRule, origin: Origin, work: Work) -> None:
    """Let who catches an exception of a call catch the new one as well."""
    below: ast.AST = call
    for node in work.parents.around(call):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                return
            case ast.Try(body=body) if below in body:
                caught = [handler.type for handler in node.handlers]
                if _checked(caught, body, call, rule, origin, work):
                    return
            case ast.With(items=items, body=body) if below in body:
                for one in items:
                    types = _caught(one.context_expr)
                    if types and _checked(types, body, call, rule, origin, work):
                        return
        below = node


def _caught(node: ast.expr) -> Sequence[ast.expr]:
    if not isinstance(node, ast.Call) or _name(node.func) not in _CONTEXTS:
        return ()
    return node.args


def _checked(
    types: Sequence[ast.expr | None],
    body: Sequence[ast.stmt],
    call: ast.Call,
    rule: CallRule,
    origin: Origin,
    work: Work,
) -> bool:
    """Check the exceptions that one statement catches; True: none gets past it."""
    caught = {name for node in types for name in _names(node)}
    for node in types:
        names = {*_names(node)}
        for old, new in rule.raises.items():
            lacking = [name for name in new if name not in caught]
            if not lacking or caught & _ALL or not (old == ANY or old in names):
                continue
            sure = old != ANY and _is_alone(call, body)
            if not (sure and _extend(node, lacking, origin, work)):
                instead = "whatever it was" if old == ANY else old
                what = f"raises {' or '.join(new)} instead of {instead}"
                assert node is not None
                work.report(node, origin, what, silent=False)
    return bool(caught & _ALL)


def _names(node: ast.expr | None) -> Iterator[str]:
    if node is None:
        yield "BaseException"
    for one in node.elts if isinstance(node, ast.Tuple) else [node]:
        if one is not None:
            yield _name(one)


def _name(node: ast.AST) -> str:
    return getattr(node, "id", "") or getattr(node, "attr", "")


def _is_alone(call: ast.Call, body: Iterable[ast.stmt]) -> bool:
    """Return whether nothing else in a block may raise anything of its own."""
    return not any(
        isinstance(node, ast.Call | ast.Assert | ast.Raise | ast.Await)
        and node is not call
        for statement in body
        for node in ast.walk(statement)
    )


def _extend(
    node: ast.expr | None, names: Sequence[str], origin: Origin, work: Work
) -> bool:
    """Write more exceptions behind those that are caught."""
    more = [ast.Name(id=name, ctx=ast.Load()) for name in names]
    text = ", ".join(names)
    if isinstance(node, ast.Tuple):
        end = work.source.end(node.elts[-1])
        edits = [Edit(start=end, end=end, text=f", {text}".encode())]
        new = ast.Tuple(elts=[*node.elts, *more], ctx=ast.Load())
        return work.change(node, new, [origin], edits)
    assert node is not None
    start, end = work.source.start(node), work.source.end(node)
    edits = [
        Edit(start=start, end=start, text=b"("),
        Edit(start=end, end=end, text=f", {text})".encode()),
    ]
    new = ast.Tuple(elts=[work.now(node), *more], ctx=ast.Load())
    return work.change(node, new, [origin], edits)
