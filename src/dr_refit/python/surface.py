"""What the modules of a package bind, read and never run."""

from __future__ import annotations

import ast
import warnings
from functools import cached_property
from typing import TYPE_CHECKING

from dr_refit.names import bound_name, leaf, parent, prefixes, root
from dr_refit.python.nodes import children, walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

type Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
#: What a module is read by, when it is first asked for.
type Read = Callable[[], bytes]

_GETATTR = "__getattr__"
_DYNAMIC = frozenset({"globals", "exec", _GETATTR})
#: What runs on import with all that is in it.
_BLOCKS = (
    *(ast.If, ast.Try, ast.TryStar, ast.ExceptHandler),
    *(ast.With, ast.For, ast.While, ast.Match, ast.match_case),
)


class Surface:
    """The public names of modules, which are parsed when they are first asked for.

    A name counts where a statement that runs on import binds it, or where a module's
    `__getattr__` knows it; one that is imported counts if its origin has it.

    `trusting`: what cannot be seen counts, too: in other packages, in a module that
    does not parse, or that makes names as it runs.
    """

    def __init__(self, modules: Mapping[str, Read], *, trusting: bool = False) -> None:
        self._modules = modules
        self._trusting = trusting
        self._read: dict[str, _Bound | None] = {}

    @property
    def modules(self) -> frozenset[str]:
        """The dotted names of all modules."""
        return frozenset(self._modules)

    def has(self, dotted: str) -> bool:
        """Return whether a dotted name is a module, or is bound in one."""
        return self._has(dotted, ())

    def reaches(self, dotted: str) -> bool:
        """Return whether a dotted name may be read: what a module binds has members."""
        module = self.nearest(dotted)
        inside = dotted[len(module) + 1 :]
        return bool(module) and (not inside or self.has(f"{module}.{root(inside)}"))

    def covers(self, dotted: str) -> bool:
        """Return whether the package of a module binds its name to something else.

        from .b import b    in  a/__init__.py
        """
        module, name = parent(dotted), leaf(dotted)
        bound = self._bound(module) if module in self._modules else None
        if bound is None or not self._is_module(dotted):
            return False
        found = [
            *(one for one in bound.stars if self._gives(module, one, name)),
            *bound.names.get(name, ()),
        ]
        last = max(found, key=lambda node: node.lineno, default=None)
        if isinstance(last, ast.ImportFrom):
            names = {alias.asname or alias.name: alias.name for alias in last.names}
            return f"{self._origin(module, last)}.{names.get(name, '')}" != dotted
        # import a.b    binds no more than  a
        return last is not None and not isinstance(last, ast.Import)

    def nearest(self, dotted: str) -> str:
        """Return the longest part of a dotted name that is a module; or empty."""
        return next(filter(self._is_module, prefixes(dotted)), "")

    def is_open(self, package: str) -> bool:
        """Return whether others may add modules to a package, as it says.

        It has no __init__.py, or one that goes on looking: pkgutil.extend_path(...),
        pkg_resources.declare_namespace(...).
        """
        if package not in self._modules:
            return package in self._packages
        code = self._modules[package]()
        return b"extend_path" in code or b"declare_namespace" in code

    def definition(self, dotted: str) -> Definition | None:
        """Return the function or class that a name is, if one statement says so."""
        seen: set[str] = set()
        while dotted not in seen:
            seen.add(dotted)
            module, name = parent(dotted), leaf(dotted)
            bound = self._bound(module) if module in self._modules else None
            match self._binding(module, bound, name, (dotted,)) if bound else ():
                case [ast.ImportFrom() as node]:
                    origin = self._origin(module, node)
                    names = {a.asname or a.name: a.name for a in node.names}
                    dotted = f"{origin}.{names.get(name, name)}"
                case [
                    ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() as node
                ] if node.name == name:
                    return node
        return None

    @cached_property
    def _packages(self) -> set[str]:
        return {above for name in self._modules for above in prefixes(parent(name))}

    def _is_module(self, dotted: str) -> bool:
        return dotted in self._modules or dotted in self._packages

    def _has(self, dotted: str, seen: tuple[str, ...]) -> bool:
        if self._is_module(dotted):
            return True
        module, name = parent(dotted), leaf(dotted)
        if dotted in seen:
            return False
        if module not in self._modules:
            return self._trusting and module not in self._packages
        bound = self._bound(module)
        if bound is None:
            # Of another Python, or none: what it binds is unknown.
            return self._trusting
        if self._trusting and bound.hides(name):
            return True
        return bool(self._binding(module, bound, name, (*seen, dotted)))

    def _bound(self, module: str) -> _Bound | None:
        if module not in self._read:
            try:
                with warnings.catch_warnings():
                    # What Python thinks of their code is not for this command to say.
                    warnings.simplefilter("ignore")
                    tree = ast.parse(self._modules[module]())
            except (SyntaxError, ValueError, RecursionError):
                self._read[module] = None
            else:
                self._read[module] = _Bound(tree)
        return self._read[module]

    def _binding(
        self, module: str, bound: _Bound, name: str, seen: tuple[str, ...]
    ) -> list[ast.stmt]:
        """Return the statements of a module that bind a name, or know it."""
        found = [
            node
            for node in bound.names.get(name, ())
            if not isinstance(node, ast.ImportFrom)
            or self._trusting
            or self._takes(module, node, name, seen)
        ]
        found += (node for node in bound.stars if self._gives(module, node, name, seen))
        if (
            bound.lazy
            and name != _GETATTR
            and self._lazily(module, bound.lazy, name, seen)
        ):
            found.append(bound.lazy)
        return found

    def _gives(
        self,
        module: str,
        node: ast.ImportFrom,
        name: str,
        seen: tuple[str, ...] = (),
    ) -> bool:
        """Return whether a star import may bind a name."""
        origin = self._origin(module, node)
        return not name.startswith("_") and self._has(f"{origin}.{name}", seen)

    def _takes(
        self, module: str, node: ast.ImportFrom, name: str, seen: tuple[str, ...]
    ) -> bool:
        names = {alias.asname or alias.name: alias.name for alias in node.names}
        return self._has(f"{self._origin(module, node)}.{names[name]}", seen)

    def _lazily(
        self, module: str, function: ast.FunctionDef, name: str, seen: tuple[str, ...]
    ) -> bool:
        """Return whether `__getattr__` knows a name and imports what has it."""
        inside = walk(function)
        if not any(isinstance(n, ast.Constant) and n.value == name for n in inside):
            return False
        origins = (
            f"{self._origin(module, node)}.{alias.name}"
            for node in inside
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        )
        return any(
            self._has(origin if leaf(origin) == name else f"{origin}.{name}", seen)
            for origin in origins
        )

    def _origin(self, module: str, node: ast.ImportFrom) -> str:
        """Return the module that a `from` names; relative to a package or a module."""
        if not node.level:
            return node.module or ""
        parts = module.split(".")
        parts = parts[: len(parts) - node.level + (module in self._packages)]
        return ".".join([*parts, node.module] if node.module else parts)


class _Bound:
    """What the statements of a module bind as it is imported."""

    def __init__(self, tree: ast.Module) -> None:
        #: Name -> the statements that bind it.
        self.names: dict[str, list[ast.stmt]] = {}
        self.stars: list[ast.ImportFrom] = []
        self.lazy: ast.FunctionDef | None = None
        self._tree = tree
        for node in _run_on_import(tree):
            if isinstance(node, ast.FunctionDef) and node.name == _GETATTR:
                self.lazy = node
            for name in _names_of(node):
                if name == "*" and isinstance(node, ast.ImportFrom):
                    self.stars.append(node)
                else:
                    self.names.setdefault(name, []).append(node)

    def hides(self, name: str) -> bool:
        """Return whether the module may have a name that no statement of it binds."""
        return self._dynamic if self._known is None else name in self._known

    @cached_property
    def _known(self) -> set[object] | None:
        """What is written in a module with a `__getattr__`; None: it has none."""
        nodes = walk(self._tree)
        if not any(
            isinstance(n, ast.FunctionDef) and n.name == _GETATTR for n in nodes
        ):
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


def module_of(path: str) -> str:
    """Return the dotted module that a path below an import root is; empty: none."""
    stem = path.removesuffix(".py")
    if stem == path:
        return ""
    return stem.removesuffix("/__init__").replace("/", ".")
