"""What the statements of a module bind as it is imported."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING

from dr_refit.names import bound_name
from dr_refit.python.nodes import children, walk

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

GETATTR = "__getattr__"
_DYNAMIC = frozenset({"globals", "exec", GETATTR})
#: What runs on import with all that is in it.
_BLOCKS = (
    *(ast.If, ast.Try, ast.TryStar, ast.ExceptHandler),
    *(ast.With, ast.For, ast.While, ast.Match, ast.match_case),
)


class Bound:
    """What the statements of a module bind as it is imported."""

    def __init__(self, tree: ast.Module) -> None:
        #: Name -> the statements that bind it.
        self.names: dict[str, list[ast.stmt]] = {}
        self.stars: list[ast.ImportFrom] = []
        self.lazy: ast.FunctionDef | None = None
        self._tree = tree
        for node in _run_on_import(tree):
            if isinstance(node, ast.FunctionDef) and node.name == GETATTR:
                self.lazy = node
            for name in _names_of(node):
                if name == "*" and isinstance(node, ast.ImportFrom):
                    self.stars.append(node)
                else:
                    self.names.setdefault(name, []).append(node)

    @cached_property
    def listed(self) -> Collection[object] | None:
        """What a star gives, where one statement lists it; None: that is not known."""
        match self.names.get("__all__"):
            case [ast.Assign(value=ast.List(elts) | ast.Tuple(elts))]:
                # __all__.extend(b.__all__)    __all__ += ["c"]
                mentioned = sum(
                    isinstance(node, ast.Name) and node.id == "__all__"
                    for node in walk(self._tree)
                )
                if mentioned == 1 and all(isinstance(e, ast.Constant) for e in elts):
                    return {e.value for e in elts if isinstance(e, ast.Constant)}
        return None

    def hides(self, name: str) -> bool:
        """Return whether the module may have a name that no statement of it binds."""
        return self._dynamic if self._known is None else name in self._known

    @cached_property
    def _known(self) -> set[object] | None:
        """What is written in a module with a `__getattr__`; None: it has none."""
        nodes = walk(self._tree)
        if not any(isinstance(n, ast.FunctionDef) and n.name == GETATTR for n in nodes):
            return None
        return {n.value for n in nodes if isinstance(n, ast.Constant)}

    @cached_property
    def _dynamic(self) -> bool:
        # globals().update(...)    __getattr__ = lazy.attach(...)
        return any(
            isinstance(n, ast.Name) and n.id in _DYNAMIC for n in walk(self._tree)
        )


def _run_on_import(node: ast.AST) -> Iterator[ast.stmt]:
    """Yield the statements that run on import, those in `if` and `try` too."""
    for child in children(node):
        if isinstance(child, ast.stmt):
            yield child
        if isinstance(child, _BLOCKS):
            yield from _run_on_import(child)


def _names_of(node: ast.stmt) -> Iterator[str]:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name
        case ast.TypeAlias(name=target) | ast.AnnAssign(target=target):
            yield from _stored(target)
        case ast.For(target=target):
            yield from _stored(target)
        case ast.Assign(targets=targets):
            yield from _stored(*targets)
        case ast.With(items=items):
            yield from _stored(*(i.optional_vars for i in items))
        case ast.Import(names=aliases):
            yield from map(bound_name, aliases)
        case ast.ImportFrom(names=aliases):
            yield from (alias.asname or alias.name for alias in aliases)


def _stored(*targets: ast.expr | None) -> Iterator[str]:
    for target in filter(None, targets):
        for node in walk(target):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield node.id
