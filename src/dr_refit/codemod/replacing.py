"""Names of modules that other files bind to something else.

module.a = b    setattr(module, "a", b)    patch.object(module, "a")
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.python.annotations import last_name
from dr_refit.python.chains import dotted_name

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

#: What only looks at an attribute of its first argument.
_LOOKS = frozenset({"getattr", "hasattr", "getattr_static", "attrgetter"})


def replaced(tree: ast.Module, names: Collection[str]) -> Iterator[str]:
    """Yield the dotted names that seem to be bound, or deleted, of certain names."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(ctx=ast.Store() | ast.Del(), attr=name):
                holder, found = dotted_name(node.value), [name]
            case ast.Subscript(ctx=ast.Store() | ast.Del(), value=space, slice=key):
                holder, found = _holder(space), _texts([key])
            case ast.Call(func=func, args=args, keywords=keywords):
                if last_name(func) in _LOOKS:
                    continue
                given = [*args, *(one.value for one in keywords)]
                # vars(module).update(a=b)
                inside = isinstance(func, ast.Attribute) and _holder(func.value)
                found = [*_texts(given), *(one.arg or "" for one in keywords)]
                first = given[0] if given else func
                holder = inside or dotted_name(first) or _holder(first)
            case _:
                continue
        yield from (f"{holder}.{name}" for name in found if holder and name in names)


def _texts(nodes: Collection[ast.expr]) -> list[str]:
    """List the strings that nodes are, and those that are keys of dicts."""
    keys = [key for node in nodes if isinstance(node, ast.Dict) for key in node.keys]
    return [
        node.value
        for node in (*nodes, *keys)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]


def _holder(node: ast.expr) -> str:
    """Return the dotted name of which a node is the namespace; or nothing."""
    match node:
        case ast.Attribute(value=module, attr="__dict__"):
            return dotted_name(module)
        case ast.Call(func=ast.Name(id="vars"), args=[module]):
            return dotted_name(module)
    return ""
