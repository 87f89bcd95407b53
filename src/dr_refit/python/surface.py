"""What the modules of a package bind, read and never run."""

from __future__ import annotations

import ast
import warnings
from functools import cached_property
from typing import TYPE_CHECKING

from dr_refit.names import leaf, parent, prefixes, root
from dr_refit.python.bound import GETATTR, Bound
from dr_refit.python.nodes import walk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

type Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
#: What a module is read by, when it is first asked for.
type Read = Callable[[], bytes]


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
        self._read: dict[str, Bound | None] = {}

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
        return self._is_module(dotted) and bool(self._is_other(dotted, dotted, ()))

    def _is_other(self, name: str, module: str, seen: tuple[str, ...]) -> bool | None:
        """Return whether a name is bound to something else than a module.

        None: no statement surely binds it.
        """
        above, local = parent(name), leaf(name)
        bound = self._bound(above) if above in self._modules else None
        if bound is None or name in seen:
            return None
        found = [*bound.stars, *bound.names.get(local, ())]
        for node in sorted(found, key=lambda node: node.lineno, reverse=True):
            if not isinstance(node, ast.Import | ast.ImportFrom):
                return True
            if isinstance(node, ast.Import):
                # import a.b    binds no more than  a
                names = {one.asname: one.name for one in node.names}
                return names.get(local, module) != module
            names = {one.asname or one.name: one.name for one in node.names}
            origin = f"{self._origin(above, node)}.{names.get(local, local)}"
            if origin == module:
                return False
            other = self._is_other(origin, module, (*seen, name))
            if local in names or (other is not None and self._lists(origin)):
                return other is not False
        return None

    def _lists(self, name: str) -> bool:
        """Return whether a star import of its module may give a name."""
        above, local = parent(name), leaf(name)
        bound = self._bound(above) if above in self._modules else None
        if bound and bound.listed is not None:
            return local in bound.listed
        return not local.startswith("_")

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

    def _bound(self, module: str) -> Bound | None:
        if module not in self._read:
            try:
                with warnings.catch_warnings():
                    # What Python thinks of their code is not for this command to say.
                    warnings.simplefilter("ignore")
                    tree = ast.parse(self._modules[module]())
            except (SyntaxError, ValueError, RecursionError):
                self._read[module] = None
            else:
                self._read[module] = Bound(tree)
        return self._read[module]

    def _binding(
        self, module: str, bound: Bound, name: str, seen: tuple[str, ...]
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
            and name != GETATTR
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
        dotted = f"{self._origin(module, node)}.{name}"
        return self._lists(dotted) and self._has(dotted, seen)

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


def module_of(path: str) -> str:
    """Return the dotted module that a path below an import root is; empty: none."""
    stem = path.removesuffix(".py")
    if stem == path:
        return ""
    return stem.removesuffix("/__init__").replace("/", ".")
