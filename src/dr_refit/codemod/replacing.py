"""Names of modules that other files bind to something else, and take by their letters.

module.a = b    setattr(module, "a", b)    patch.object(module, "a")
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.python.annotations import last_name
from dr_refit.python.chains import dotted_name
from dr_refit.python.nodes import walk
from dr_refit.python.string_pieces import shape

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from dr_refit.python.parents import Parents

#: What only looks at an attribute of its first argument.
_LOOKS = frozenset({"getattr", "hasattr", "getattr_static", "attrgetter", "get"})
_LETTERS = _LOOKS | {"setattr", "delattr", "object"}


def replaced(tree: ast.Module, names: frozenset[str]) -> Iterator[str]:
    """Yield the dotted names that seem to be bound, or deleted, of certain names.

    `*.name`: one of something that may be any module.
    """
    for node in walk(tree):
        match node:
            case ast.Attribute(ctx=ast.Store() | ast.Del(), attr=name):
                holder, found = dotted_name(node.value) or "*", [name]
                if holder in {"self", "cls"}:
                    continue
            case ast.Subscript(ctx=ast.Store() | ast.Del(), value=space, slice=key):
                holder, found = _holder(space), _texts([key])
            case ast.Call(func=func, args=args, keywords=keywords):
                if last_name(func) in _LOOKS:
                    continue
                given = [*args, *(one.value for one in keywords)]
                is_set = last_name(func) == "setattr" and len(given) > 2
                if is_set and not _texts(given[:2]):
                    # setattr(module, name, value)
                    spelled = names.intersection(_texts(walk(tree)))
                    yield from (f"*.{name}" for name in spelled)
                    continue
                # vars(module).update(a=b)
                inside = isinstance(func, ast.Attribute) and _holder(func.value)
                found = [*_texts(given), *(one.arg or "" for one in keywords)]
                first = given[0] if given else func
                holder = inside or dotted_name(first) or _holder(first)
            case _:
                continue
        yield from (f"{holder}.{name}" for name in found if holder and name in names)


def by_letter(node: ast.AST, parents: Parents) -> bool:
    """Return whether one name of something is taken, or bound, by its letters."""
    match parents.of(node):
        case ast.Call(func=func, args=[module, ast.Constant(value=str()), *_]):
            return module is node and last_name(func) in _LETTERS
        case ast.Call(
            func=ast.Attribute(value=space) as method,
            args=[ast.Constant(value=str()), *_],
        ):
            # a.__dict__.get("b")
            return method is node and bool(_holder(space))
        case ast.Subscript(value=space, slice=ast.Constant(value=str())):
            return space is node and bool(_holder(space))
    return False


def shape_of(node: ast.AST, parents: Parents) -> str:
    """Return a pattern of the names that are taken of something by their letters.

    Empty: it is taken as a whole.
    """
    match parents.of(node):
        case ast.Call(func=func, args=[module, text, *_]):
            is_taken = module is node and last_name(func) in _LETTERS
            return shape(text) if is_taken else ""
    return ""


def taken(node: ast.AST) -> str:
    """Return the dotted name that is taken of a module by its letters; or nothing."""
    match node:
        case ast.Call(
            func=ast.Name(id="getattr" | "hasattr"),
            args=[module, ast.Constant(value=str(name)), *_],
        ):
            holder = dotted_name(module)
        case (
            ast.Subscript(
                value=space, slice=ast.Constant(value=str(name)), ctx=ast.Load()
            )
            | ast.Call(
                func=ast.Attribute(value=space, attr="get"),
                args=[ast.Constant(value=str(name)), *_],
            )
        ):
            holder = _holder(space)
        case ast.Attribute(value=module, attr=name):
            # import_module("a").b.c
            holder = imported(module) or taken(module)
        case _:
            return ""
    return holder and f"{holder}.{name}"


def imported(node: ast.expr) -> str:
    """Return the module that an expression is by its name; or nothing."""
    match node:
        case ast.Call(func=func, args=[ast.Constant(value=str(module))]):
            is_import = last_name(func) in {"import_module", "__import__"}
            return module if is_import else ""
        case ast.Subscript(
            value=ast.Attribute(attr="modules"), slice=ast.Constant(value=str(module))
        ):
            return module
    return ""


def bound(
    tree: ast.Module, known: Mapping[str, set[str]]
) -> Iterator[tuple[str, set[str]]]:
    """Yield the variables that are modules, and which.

    m = a    for m in (a, b)
    """
    for node in walk(tree):
        match node:
            case ast.Assign(targets=[ast.Name(id=local)], value=value):
                values = [value]
            case (
                ast.For(target=ast.Name(id=local), iter=ast.List(elts=values))
                | ast.For(target=ast.Name(id=local), iter=ast.Tuple(elts=values))
            ):
                pass
            case _:
                continue
        for value in values:
            if module := imported(value):
                yield local, {module}
            elif isinstance(value, ast.Name) and value.id in known:
                yield local, known[value.id]


def _texts(nodes: Collection[ast.AST]) -> list[str]:
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
