"""What the modules of a package bind, read and never run."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.names import leaf, parent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

#: What a module is read by, when it is first asked for.
type Read = Callable[[], bytes]


class Surface:
    """The public names of modules, which are parsed when they are first asked for.

    A name counts where a statement that runs on import binds it, or where a module's
    `__getattr__` knows it; one that is imported counts if its origin has it.
    """

    def __init__(self, modules: Mapping[str, Read]) -> None:
        self._modules = modules
        self._parsed: dict[str, ast.Module] = {}

    @property
    def modules(self) -> frozenset[str]:
        """The dotted names of all modules."""
        return frozenset(self._modules)

    def has(self, dotted: str) -> bool:
        """Return whether a dotted name is a module, or is bound in one."""
        return self._has(dotted, ())

    def _has(self, dotted: str, seen: tuple[str, ...]) -> bool:
        if dotted in self._modules:
            return True
        module, name = parent(dotted), leaf(dotted)
        if module not in self._modules or dotted in seen:
            return False
        return any(
            self._binds(module, statement, name, (*seen, dotted))
            for statement in self._top(module)
        )

    def _tree(self, module: str) -> ast.Module:
        if module not in self._parsed:
            try:
                self._parsed[module] = ast.parse(self._modules[module]())
            except (SyntaxError, ValueError, RecursionError):
                # Of another Python, or none: what it binds is unknown.
                self._parsed[module] = ast.Module(body=[], type_ignores=[])
        return self._parsed[module]

    def _top(self, module: str) -> Iterator[ast.stmt]:
        """Yield the statements that run on import, those in `if` and `try` too."""
        todo: list[ast.stmt] = list(self._tree(module).body)
        while todo:
            yield (node := todo.pop())
            if isinstance(node, ast.If | ast.Try | ast.With):
                todo += [c for c in ast.walk(node) if isinstance(c, ast.stmt)][1:]

    def _binds(
        self, module: str, node: ast.stmt, name: str, seen: tuple[str, ...]
    ) -> bool:
        match node:
            case ast.FunctionDef(name="__getattr__") if name != "__getattr__":
                return self._lazily(module, node, name, seen)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return node.name == name
            case ast.TypeAlias(name=target) | ast.AnnAssign(target=target):
                return isinstance(target, ast.Name) and target.id == name
            case ast.Assign():
                return name in {
                    inner.id
                    for target in node.targets
                    for inner in ast.walk(target)
                    if isinstance(inner, ast.Name)
                }
            case ast.ImportFrom():
                origin = self._origin(module, node)
                names = {alias.asname or alias.name: alias.name for alias in node.names}
                if "*" in names and not name.startswith("_"):
                    return self._has(f"{origin}.{name}", seen)
                return name in names and self._has(f"{origin}.{names[name]}", seen)
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


def module_of(path: str) -> str:
    """Return the dotted module that a path below an import root is; empty: none."""
    stem = path.removesuffix(".py")
    if stem == path:
        return ""
    return stem.removesuffix("/__init__").replace("/", ".")


def of_wheel(path: str) -> Surface:
    """Read the modules of a wheel. Raises OSError, or zipfile.BadZipFile."""
    import zipfile

    modules: dict[str, Read] = {}
    with zipfile.ZipFile(path) as files:
        for name in files.namelist():
            if module := module_of(name):
                modules[module] = _content(files.read(name))
    return Surface(modules)


def _content(data: bytes) -> Read:
    return lambda: data
