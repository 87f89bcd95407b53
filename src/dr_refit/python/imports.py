"""The import statements of a module: what they bind, and where they stand."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_IMPORT_ERRORS = {"ImportError", "ModuleNotFoundError", "Exception", "BaseException"}


@dataclass(frozen=True, slots=True)
class Import:
    """One binding an import statement makes: `from module import name as local`.

    Without a name: `import module`, or `import module as local`.
    """

    module: str
    name: str = ""
    #: Empty where the name, or the module's first part, binds itself.
    local: str = ""

    @property
    def text(self) -> str:
        """The alias as it stands in a statement."""
        alias = self.name or self.module
        return f"{alias} as {self.local}" if self.local else alias

    @property
    def statement(self) -> str:
        """The whole statement."""
        if self.name:
            return f"from {self.module} import {self.text}"
        return f"import {self.text}"

    @property
    def binding(self) -> tuple[str, str]:
        """The local name, and the dotted name it means (all that it loads)."""
        if self.name:
            return self.local or self.name, f"{self.module}.{self.name}"
        if self.local:
            return self.local, self.module
        return self.module.partition(".")[0], f"import {self.module}"


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """Where a statement stands."""

    block: list[ast.stmt]
    #: In the body of its module, function or class itself, under no condition.
    plain: bool = True
    #: In a `try` that catches a failing import.
    guarded: bool = False


def import_statements(
    tree: ast.Module,
) -> list[tuple[ast.Import | ast.ImportFrom, Place]]:
    """List every import statement, in the order of the file."""
    return list(_walk(tree.body, Place(tree.body)))


def _walk(
    body: list[ast.stmt], place: Place
) -> Iterator[tuple[ast.Import | ast.ImportFrom, Place]]:
    for statement in body:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            yield statement, place
        elif isinstance(statement, _BLOCKS):
            yield from _inside(statement, place)


_BLOCKS = (
    ast.FunctionDef,
    ast.AsyncFunctionDef,
    ast.ClassDef,
    ast.If,
    ast.For,
    ast.AsyncFor,
    ast.While,
    ast.With,
    ast.AsyncWith,
    ast.Try,
    ast.TryStar,
    ast.Match,
)


def _inside(
    statement: ast.stmt, place: Place
) -> Iterator[tuple[ast.Import | ast.ImportFrom, Place]]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield from _walk(statement.body, Place(statement.body))
        return
    caught = any(map(_catches_import, getattr(statement, "handlers", ())))
    # Only what stands in the `try` itself is caught, not in its `else`.
    yield from _nested(getattr(statement, "body", []), place, guarded=caught)
    for inner in (
        *getattr(statement, "handlers", ()),
        *getattr(statement, "cases", ()),
    ):
        yield from _nested(inner.body, place)
    yield from _nested(getattr(statement, "orelse", []), place)
    yield from _nested(getattr(statement, "finalbody", []), place)


def _nested(
    body: list[ast.stmt], outer: Place, *, guarded: bool = False
) -> Iterator[tuple[ast.Import | ast.ImportFrom, Place]]:
    place = Place(body, plain=False, guarded=guarded or outer.guarded)
    return _walk(body, place)


def _catches_import(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    names = {part.id for part in ast.walk(handler.type) if isinstance(part, ast.Name)}
    return bool(names & _IMPORT_ERRORS)


def absolute(statement: ast.ImportFrom, package: str) -> str:
    """Name the module of a from-import; empty where a relative one cannot be known.

    `package` is the dotted package that the file belongs to.
    """
    if not statement.level:
        return statement.module or ""
    parts = package.split(".") if package else []
    if len(parts) < statement.level:
        return ""
    base = parts[: len(parts) - statement.level + 1]
    return ".".join([*base, *([statement.module] if statement.module else [])])
