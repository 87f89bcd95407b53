"""What the modules of a package bind, read and never run."""

from __future__ import annotations

import ast
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dr_refit.names import bound_name, leaf, parent, prefixes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

type Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
#: What a module is read by, when it is first asked for.
type Read = Callable[[], bytes]

_GETATTR = "__getattr__"
_DYNAMIC = frozenset({"globals", "exec", _GETATTR})
#: What runs on import with all that is in it.
_BLOCKS = (ast.If, ast.Try, ast.TryStar, ast.With, ast.For, ast.While, ast.Match)


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
        self._parsed: dict[str, ast.Module | None] = {}

    @property
    def modules(self) -> frozenset[str]:
        """The dotted names of all modules."""
        return frozenset(self._modules)

    def has(self, dotted: str) -> bool:
        """Return whether a dotted name is a module, or is bound in one."""
        return self._has(dotted, ())

    def reaches(self, dotted: str) -> bool:
        """Return whether a dotted name may be read: what a module binds has members."""
        every = [*prefixes(dotted)]
        module = next(filter(self._is_module, every), "")
        return bool(module) and self.has(every[max(every.index(module) - 1, 0)])

    def is_open(self, package: str) -> bool:
        """Return whether others may add modules to a package: it has no __init__.py."""
        if package not in self._modules:
            return package in self._packages
        # __path__ = __import__("pkgutil").extend_path(__path__, __name__)
        return b"extend_path" in self._modules[package]()

    def definition(self, dotted: str) -> Definition | None:
        """Return the function or class that a name is, if one statement says so."""
        seen: set[str] = set()
        while dotted not in seen:
            seen.add(dotted)
            module, name = parent(dotted), leaf(dotted)
            found: list[Any] = [
                statement
                for statement in (self._top(module) if module in self._modules else ())
                if self._binds(module, statement, name, (dotted,))
            ]
            match found:
                case [ast.ImportFrom() as node]:
                    origin = self._origin(module, node)
                    names = {a.asname or a.name: a.name for a in node.names}
                    dotted = f"{origin}.{names.get(name, name)}"
                case [ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef()] if (
                    found[0].name == name
                ):
                    definition: Definition = found[0]
                    return definition
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
        return (self._trusting and self._hides(module, name)) or any(
            self._binds(module, statement, name, (*seen, dotted))
            for statement in self._top(module)
        )

    def _hides(self, module: str, name: str) -> bool:
        """Return whether a module may have a name that no statement of it binds."""
        tree = self._tree(module)
        if tree is None:
            return True
        nodes = [*ast.walk(tree)]
        if any(isinstance(n, ast.FunctionDef) and n.name == _GETATTR for n in nodes):
            return any(isinstance(n, ast.Constant) and n.value == name for n in nodes)
        # globals().update(...)    __getattr__ = lazy.attach(...)
        return any(isinstance(n, ast.Name) and n.id in _DYNAMIC for n in nodes)

    def _tree(self, module: str) -> ast.Module | None:
        if module not in self._parsed:
            try:
                self._parsed[module] = ast.parse(self._modules[module]())
            except (SyntaxError, ValueError, RecursionError):
                # Of another Python, or none: what it binds is unknown.
                self._parsed[module] = None
        return self._parsed[module]

    def _top(self, module: str) -> Iterator[ast.stmt]:
        """Yield the statements that run on import, those in `if` and `try` too."""
        tree = self._tree(module)
        todo: list[ast.stmt] = list(tree.body) if tree else []
        while todo:
            yield (node := todo.pop())
            if isinstance(node, _BLOCKS):
                todo += [c for c in ast.walk(node) if isinstance(c, ast.stmt)][1:]

    def _binds(
        self, module: str, node: ast.stmt, name: str, seen: tuple[str, ...]
    ) -> bool:
        match node:
            case ast.FunctionDef(name=lazy) if lazy == _GETATTR != name:
                return self._lazily(module, node, name, seen)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return node.name == name
            case ast.TypeAlias(name=target) | ast.AnnAssign(target=target):
                return _stores(name, target)
            case ast.For(target=target):
                return _stores(name, target)
            case ast.Assign(targets=targets):
                return _stores(name, *targets)
            case ast.With(items=items):
                return _stores(name, *(i.optional_vars for i in items))
            case ast.Import(names=aliases):
                return name in {*map(bound_name, aliases)}
            case ast.ImportFrom():
                origin = self._origin(module, node)
                names = {alias.asname or alias.name: alias.name for alias in node.names}
                if "*" in names and not name.startswith("_"):
                    return self._has(f"{origin}.{name}", seen)
                return name in names and (
                    self._trusting or self._has(f"{origin}.{names[name]}", seen)
                )
        return False

    def _lazily(
        self, module: str, function: ast.FunctionDef, name: str, seen: tuple[str, ...]
    ) -> bool:
        """Return whether `__getattr__` knows a name and imports what has it."""
        inside = list(ast.walk(function))
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
        is_package = any(other.startswith(f"{module}.") for other in self._modules)
        parts = module.split(".")
        parts = parts[: len(parts) - node.level + is_package]
        return ".".join([*parts, node.module] if node.module else parts)


def _stores(name: str, *targets: ast.expr | None) -> bool:
    return any(
        isinstance(node, ast.Name)
        and node.id == name
        and isinstance(node.ctx, ast.Store)
        for target in targets
        if target is not None
        for node in ast.walk(target)
    )


def module_of(path: str) -> str:
    """Return the dotted module that a path below an import root is; empty: none."""
    stem = path.removesuffix(".py")
    if stem == path:
        return ""
    return stem.removesuffix("/__init__").replace("/", ".")
