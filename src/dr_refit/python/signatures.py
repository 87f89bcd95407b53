"""How functions and classes are called, and which old calls a new one refuses."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.python.surface import Definition


class Signature(NamedTuple):
    """The parameters of a call, by name, each with whether it has a default."""

    positional: dict[str, bool]
    keyword: dict[str, bool]
    #: The leading positional ones that cannot be named: `/`.
    unnamed: int = 0
    args: bool = False
    kwargs: bool = False


def signature(node: Definition) -> Signature | None:
    """Return how a function is called, or a class made; None: that cannot be seen."""
    if not isinstance(node, ast.ClassDef):
        # A decorator may return anything.
        return None if node.decorator_list else _of_function(node, 0)
    if not node.decorator_list:
        for statement in node.body:
            if isinstance(statement, ast.FunctionDef) and statement.name == "__init__":
                return _of_function(statement, 1)
    # Bases, decorators and metaclasses decide.
    return None


def _of_function(node: ast.FunctionDef | ast.AsyncFunctionDef, bound: int) -> Signature:
    given = node.args
    listed = [*given.posonlyargs, *given.args]
    first = len(listed) - len(given.defaults)
    named = [(arg.arg, at >= first) for at, arg in enumerate(listed)]
    return Signature(
        positional=dict(named[bound:]),
        keyword={
            arg.arg: default is not None
            for arg, default in zip(given.kwonlyargs, given.kw_defaults, strict=True)
        },
        unnamed=max(len(given.posonlyargs) - bound, 0),
        args=given.vararg is not None,
        kwargs=given.kwarg is not None,
    )


def differences(old: Signature, new: Signature) -> Iterator[str]:
    """Yield why a call that was right may be wrong, or mean something else, now."""
    before, after = list(old.positional), list(new.positional)
    accepted = {*after[new.unnamed :], *new.keyword}
    for name in (*before[old.unnamed :], *old.keyword):
        if name not in accepted and not new.kwargs:
            yield f"no `{name}=` any more"
    for at, name in enumerate(before):
        if at >= len(after):
            if name in accepted and not new.args:
                yield f"`{name}` by keyword only"
        elif after[at] != name and name in after:
            yield f"`{name}` in another place"
    known = {*before, *old.keyword}
    for name, optional in (new.positional | new.keyword).items():
        if not optional and name not in known:
            yield f"`{name}` is required"
        elif not optional and (old.positional | old.keyword).get(name):
            yield f"`{name}` has no default any more"
    if old.args and not new.args:
        yield "no `*args` any more"
    if old.kwargs and not new.kwargs:
        yield "no `**kwargs` any more"
