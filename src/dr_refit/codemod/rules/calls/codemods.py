"""Calls and statements rewritten by LibCST codemods."""

from __future__ import annotations

import ast
import os
import runpy
from functools import cache
from typing import TYPE_CHECKING, Any

from dr_refit.codemod.rules.calls.graft import graft, spliced, start_of
from dr_refit.migration.codemods import CALLS
from dr_refit.python.nodes import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import libcst

    from dr_refit.codemod.rules.calls.references import Use
    from dr_refit.codemod.rules.calls.work import Origin, Work
    from dr_refit.migration.codemods import Codemod

#: Stands before an indented statement, so that it is a text of its own.
_BLOCK = "if 1:\n"


def run_codemod(use: Use, codemod: Codemod, work: Work) -> None:
    """Write what a codemod makes of a call, or of the statement that a name is in.

    It is reported where that cannot be.
    """
    node, origin = use.origin.call, use.origin
    assert isinstance(node, ast.expr)
    if work.is_dropped(node):
        return
    of_call = codemod.kind == CALLS
    if use.unsure or (of_call and not isinstance(node, ast.Call)):
        what = f"the codemod in {codemod.path} is for calls: this is passed on"
        work.report(node, origin, what, silent=False)
        return
    old: ast.expr | ast.stmt = node if of_call else work.parents.statement(node)
    if (meant := work.meant.get(old)) is not None:
        # f(f(x))    the statement was rewritten for the other call
        if node in {*walk(meant.new)}:
            _left(work, node, origin, codemod, "it is called there twice")
        return
    try:
        text, new = _rewritten(old, node, codemod, origin, work)
        twice = origin.new == origin.dotted and _again(text, new, codemod, origin)
    except (Exception, SystemExit) as error:  # noqa: BLE001 - it is not ours
        what = f"the codemod in {codemod.path} failed: {type(error).__name__}: {error}"
        work.report(node, origin, what, silent=False)
        return
    if ast.dump(new) == ast.dump(old):
        return
    if twice:
        what = f"the codemod in {codemod.path} would rewrite what it has written"
        work.report(node, origin, what, silent=False)
        return
    unbound = _unbound(old, new, work)
    new = graft(old, new)
    # The same name, where it stands in the new code.
    names = [
        origin._replace(name=one)
        for one in walk(new)
        if isinstance(one, ast.Name) and one.id == origin.name.id
    ]
    edits = spliced(work.source, old, text)
    if unbound or not work.splice(old, new, names, edits):
        _left(work, node, origin, codemod, text, unbound)


def _left(
    work: Work,
    node: ast.expr,
    origin: Origin,
    codemod: Codemod,
    text: str,
    unbound: str = "",
) -> None:
    """Report what a person has to write."""
    first, *more = text.splitlines()
    shown = f"{first} ..." if more else first
    what = f"write by hand what the codemod in {codemod.path} makes of it: {shown}"
    if unbound:
        what += f" (nothing binds {unbound} here)"
    work.report(node, origin, what, silent=False)


def _rewritten(
    old: ast.expr | ast.stmt,
    node: ast.expr,
    codemod: Codemod,
    origin: Origin,
    work: Work,
) -> tuple[str, ast.expr | ast.stmt]:
    """Return the text and the tree that a codemod makes of a node of the file."""
    import libcst

    source = work.source
    start, end = start_of(old, source), source.end(old)
    code = source.code[start:end].decode()
    function = _function(codemod, origin.dotted)
    if isinstance(old, ast.expr):
        made = function(libcst.parse_expression(code))
        if not isinstance(made, libcst.BaseExpression):
            raise TypeError(f"it returned {type(made).__name__}, no expression")
        text = libcst.Module(body=[]).code_for_node(made)
        return text, ast.parse(text, mode="eval").body
    indent = source.code[source.line_start(start) : start].decode()
    if indent.strip():
        # x = 1; y = 2
        raise ValueError("it stands on a line with others")
    before = _BLOCK + indent if indent else ""
    module = libcst.parse_module(f"{before}{code}\n")
    statement = _first(module, inner=bool(indent))
    line = node.lineno - source.code.count(b"\n", 0, start) - 1
    called = _named(module, ast.unparse(node), line + before.count("\n"))
    made = function(statement, called)
    if not isinstance(made, libcst.BaseStatement):
        raise TypeError(f"it returned {type(made).__name__}, no statement")
    text = module.deep_replace(statement, made).code  # type: ignore[union-attr]
    text = text.removeprefix(before).removesuffix("\n")
    body = ast.parse(f"{before}{text}\n").body
    inner = body[0].body if indent and isinstance(body[0], ast.If) else body
    if len(body) != 1 or len(inner) != 1:
        raise ValueError("it returned no statement alone")
    if any(isinstance(one, ast.Import | ast.ImportFrom) for one in walk(inner[0])):
        raise ValueError("what it returned imports something")
    return text, inner[0]


def _first(module: libcst.Module, *, inner: bool) -> libcst.BaseStatement:
    body: Any = module.body
    statement: libcst.BaseStatement = body[0].body.body[0] if inner else body[0]
    return statement


def _named(module: libcst.Module, code: str, line: int) -> libcst.CSTNode:
    """Return the node of what is called, by its line and what it says."""
    import libcst
    from libcst.metadata import MetadataWrapper, PositionProvider

    wrapper = MetadataWrapper(module, unsafe_skip_copy=True)
    found = [
        node
        for node, at in wrapper.resolve(PositionProvider).items()
        if isinstance(node, libcst.BaseExpression)
        and at.start.line == line + 1
        and _means(module.code_for_node(node)) == code
    ]
    if not found:
        raise ValueError("it stands in a string")
    return found[0]


def _means(code: str) -> str:
    try:
        return ast.unparse(ast.parse(f"({code})", mode="eval"))
    except SyntaxError:
        return ""


def _again(
    text: str, new: ast.expr | ast.stmt, codemod: Codemod, origin: Origin
) -> bool:
    """Return whether a call that stays would be rewritten again by the next run."""
    import libcst

    if not isinstance(new, ast.Call):
        return False
    made = _function(codemod, origin.dotted)(libcst.parse_expression(text))
    return _means(libcst.Module(body=[]).code_for_node(made)) != ast.unparse(new)


def _unbound(old: ast.AST, new: ast.AST, work: Work) -> str:
    """Return a name that only the new code uses, and that nothing binds."""
    import builtins

    used = [one for one in walk(new) if isinstance(one, ast.Name)]
    known = {one.id for one in walk(old) if isinstance(one, ast.Name)}
    known |= {one.id for one in used if not isinstance(one.ctx, ast.Load)}
    known |= {one.arg for one in walk(new) if isinstance(one, ast.arg)}
    for one in used:
        if one.id not in known and not hasattr(builtins, one.id):
            scopes = work.facts.scopes({one.id: None}).all
            if not any(scope.binds(one.id) for scope in scopes):
                return one.id
    return ""


def _function(codemod: Codemod, name: str) -> Callable[..., Any]:
    function: Callable[..., Any] = _run(os.path.abspath(codemod.path))[codemod.kind][
        name
    ]
    return function


@cache
def _run(path: str) -> Mapping[str, Any]:
    return runpy.run_path(path)
