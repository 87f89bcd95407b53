"""Calls rewritten by LibCST codemods, which say what a table cannot."""

from __future__ import annotations

import ast
import runpy
from functools import cache
from typing import TYPE_CHECKING

from dr_refit.python.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import libcst

    from dr_refit.codemod.rules.calls.work import Origin, Work

    type _Codemods = Mapping[str, Callable[[libcst.BaseExpression], object]]


def run_codemod(call: ast.Call, path: str, origin: Origin, work: Work) -> None:
    """Write what a codemod makes of a call; report it where that cannot be.

    A call by another name than its own, `a.f()`, may be rewritten by the move as well.
    """
    source = work.source
    start, end = source.start(call), source.end(call)
    try:
        text = _rewritten(path, origin.dotted, source.code[start:end].decode())
        new = ast.parse(text, mode="eval").body
    except Exception as error:  # noqa: BLE001 - it is not ours
        what = f"the codemod in {path} failed: {type(error).__name__}: {error}"
        work.report(call, origin, what, silent=False)
        return
    if ast.dump(new) == ast.dump(call):
        return
    edits = [Edit(start=start, end=end, text=text.encode())]
    # The same name, where it stands in the new call.
    names = [
        origin._replace(name=node)
        for node in ast.walk(new)
        if isinstance(node, ast.Name) and node.id == origin.name.id
    ]
    alone = isinstance(call.func, ast.Name)
    if not (alone and work.change(call, new, names, edits)):
        what = f"write by hand what the codemod in {path} makes of it: {text}"
        work.report(call, origin, what, silent=False)


def _rewritten(path: str, dotted: str, text: str) -> str:
    import libcst

    old = libcst.parse_expression(text)
    new = _load(path)[dotted](old)
    if not isinstance(new, libcst.BaseExpression):
        raise TypeError(f"it returned {type(new).__name__}, no expression of LibCST")
    return libcst.Module(body=[]).code_for_node(new)


@cache
def _load(path: str) -> _Codemods:
    codemods: _Codemods = runpy.run_path(path)["CODEMODS"]
    return codemods
