"""Definitions cut out of a module: what they are, and what they need."""

from __future__ import annotations

import ast
import builtins
import symtable
from typing import TYPE_CHECKING

from dr_refit.errors import RefitError
from dr_refit.names import absolute, bound_name
from dr_refit.patterns import regex
from dr_refit.python.edits import Edit, apply
from dr_refit.python.imports import ImportContext, read_imports
from dr_refit.python.nodes import walk

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator, Sequence

    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.source import Source

_COMMENT = regex(rb"[ \t]*#")
_NEWLINE = regex(r"\r\n|\r|\n")
_RELATIVE = regex(rb"from\s+(\.[.\w]*)")


class Definitions:
    """A module as a row of statements, some of which are to leave it."""

    def __init__(
        self, source: Source, package: str, module: str, names: Sequence[str]
    ) -> None:
        self.source, self.module, self._package = source, module, package
        self.names = names
        self.imports = read_imports(source, ImportContext.of(package, module))
        body = source.tree.body
        self.going = [s for s in body if not {*names}.isdisjoint(bound(s))]
        self._check()
        self.staying = [s for s in body if s not in self.going]

    def _check(self) -> None:
        body, path = self.source.tree.body, self.source.path
        for name in self.names:
            if not any(name in bound(one) for one in self.going):
                known = sorted({one for s in body for one in bound(s)})
                hint = f"it has {', '.join(known[:8])}" if known else ""
                raise RefitError(f"{path} has no {name}", hint)
            if name.startswith("__") and name.endswith("__"):
                # __getattr__ of a module
                what = f"Python looks for {name} in {path} itself"
                raise RefitError(what, "move the names that it is for")
        for one in self.going:
            own = bound(one)
            line = self.source.position(self.source.start(one)).line
            if isinstance(one, ast.Import | ast.ImportFrom):
                what = f"{path}:{line} imports {own[0]}, and does not define it"
                raise RefitError(what, "move it from where it is defined")
            if not _is_definition(one):
                what = f"{path}:{line} defines {own[0]} under a condition"
                raise RefitError(what, "move it by hand")
            if more := [name for name in own if name not in self.names]:
                what = f"{path}:{line} defines {more[0]} along with {own[0]}"
                raise RefitError(what, "move both, or write two statements first")
            if self._shares_lines(one):
                what = f"{path}:{line} has other statements on the same line"
                raise RefitError(what, "write each on a line of its own first")

    def _first(self, statement: ast.stmt) -> tuple[int, int]:
        """Return the lines of a statement, without the comments above it."""
        source = self.source
        first: ast.AST = statement
        if decorators := getattr(statement, "decorator_list", None):
            first = decorators[0]
        start = source.line_start(source.start(first))  # type: ignore[arg-type]
        end = source.line_end(source.end(statement))
        return start, end + len(source.newline_after(source.end(statement)))

    def _shares_lines(self, statement: ast.stmt) -> bool:
        source, (start, end) = self.source, self._first(statement)
        return any(
            start < source.end(one) and source.start(one) < end
            for one in source.tree.body
            if one is not statement
        )

    def lines(self, statement: ast.stmt) -> tuple[int, int]:
        """Return where a statement stands, with the comments right above it."""
        source, (start, end) = self.source, self._first(statement)
        while start:
            above = source.line_start(start - 1)
            if (
                not _COMMENT.match(source.code, above)
                or source.code[above : above + 2] == b"#!"
            ):
                break
            start = above
        return start, end

    def gaps(self) -> Iterator[Edit]:
        """Yield edits that delete what goes, and of the gaps around it the shorter."""
        code = self.source.code
        spans: list[tuple[int, int]] = []
        for start, end in map(self.lines, self.going):
            follows = spans and not code[spans[-1][1] : start].strip()
            spans.append((spans.pop()[0] if follows else start, end))
        for start, end in spans:
            yield Edit(*self._with_gap(start, end), b"")

    def _with_gap(self, start: int, end: int) -> tuple[int, int]:
        code, source = self.source.code, self.source
        before = len(code[:start].rstrip())
        above = before + len(source.newline_after(before)) if before else 0
        rest = code[end:]
        below = len(code) - len(rest.lstrip())
        # The longer gap stays.
        if before and (
            below == len(code)
            or code.count(b"\n", end, below) >= code.count(b"\n", above, start)
        ):
            return above, below if below == len(code) else end
        return start, below

    def text(self, newline: str) -> str:
        """Return the code of all that goes, with comments, and absolute imports.

        `newline`: what ends lines where it goes.
        """
        edits = {
            Edit(*found.span(1), absolute(found[1].decode(), self._package).encode())
            for one in self.imports
            if one.block.scope is not None and one.level
            if (found := self._relative(one)) is not None
        }
        parts, last = [], 0
        for one in self.going:
            start, end = self.lines(one)
            # Overloads follow each other without a gap.
            parts.append(newline * (1 if start == last else 3) if last else "")
            parts.append(self._text(one, sorted(edits)))
            last = end
        return _NEWLINE.sub(newline, "".join(parts))

    def _relative(self, alias: ImportAlias) -> re.Match[bytes] | None:
        return _RELATIVE.match(self.source.code, self.source.start(alias.statement))

    def _text(self, statement: ast.stmt, edits: list[Edit]) -> str:
        start, end = self.lines(statement)
        own = [
            Edit(one.start - start, one.end - start, one.text)
            for one in edits
            if start <= one.start < end
        ]
        return apply(self.source.code[start:end], own).decode().rstrip()

    def sets(self) -> Iterator[str]:
        """Yield the names of the module that what goes sets by `global`."""
        for statement in self.going:
            for node in walk(statement):
                if isinstance(node, ast.Global):
                    yield from node.names

    def exported(self) -> set[str]:
        """Return the names in `__all__`."""
        return {
            node.value
            for statement in self.source.tree.body
            if "__all__" in bound(statement)
            for node in walk(statement)
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }

    def starred(self) -> list[str]:
        """Return those that leave of the names that a star import takes."""
        if any("__all__" in bound(one) for one in self.source.tree.body):
            return [name for name in self.names if name in self.exported()]
        return [name for name in self.names if not name.startswith("_")]

    def uses(self, statements: Iterable[ast.stmt]) -> set[str]:
        """Return the names of the module that statements use."""
        code = "\n".join(
            self.source.code[slice(*self._first(one))].decode() for one in statements
        )
        found = {*_global(symtable.symtable(code, self.source.path, "exec"))}
        return found | {*_annotated(ast.parse(code))}

    def helpers(self) -> set[str]:
        """Return the names that the module defines, and what goes needs."""
        own = {name for s in self.staying if not is_import(s) for name in bound(s)}
        imported = {one.local for one in self.imports if one.block.scope is None}
        return self.uses(self.going) & (own - imported)

    def unknown(self) -> set[str]:
        """Return the names that only a star import can bring to what goes."""
        if all(one.local != "*" for one in self.imports):
            return set()
        known = {name for s in self.source.tree.body for name in bound(s)}
        known |= {*dir(builtins), "__file__", "__package__", "__path__"}
        return self.uses(self.going) - known

    def needed(self) -> list[ImportAlias]:
        """Return the imports that what goes needs."""
        wanted = self.uses(self.going)
        return [
            one
            for one in self.imports
            if one.block.scope is None and one.local in wanted
        ]

    def only_here(self) -> set[str]:
        """Return the names that nothing uses that stays."""
        kept = [one for one in self.staying if not is_import(one)]
        return self.uses(self.going) - self.uses(kept)


def bound(statement: ast.stmt) -> list[str]:
    """Return the names that a statement of a module binds."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return [name]
        case ast.ClassDef(name=name):
            return [name]
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            return [*map(bound_name, aliases)]
    inner = [node for node in walk(statement) if isinstance(node, ast.stmt)][1:]
    found = [name for one in inner for name in bound(one)] if inner else []
    found += [
        node.id
        for node in walk(statement)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    return [*dict.fromkeys(found)]


def is_import(statement: ast.stmt) -> bool:
    """Return whether a statement is an import."""
    return isinstance(statement, ast.Import | ast.ImportFrom)


def _is_definition(statement: ast.stmt) -> bool:
    return isinstance(
        statement,
        ast.FunctionDef
        | ast.AsyncFunctionDef
        | ast.ClassDef
        | ast.Assign
        | ast.AnnAssign
        | ast.AugAssign
        | ast.TypeAlias,
    )


def _global(table: symtable.SymbolTable) -> Iterator[str]:
    """Yield the names that code takes from its module, or from Python itself."""
    is_top = table.get_type() == "module"
    for symbol in table.get_symbols():
        if symbol.is_referenced() if is_top else symbol.is_global():
            yield symbol.get_name()
    for inner in table.get_children():
        yield from _global(inner)


def _annotated(tree: ast.Module) -> Iterator[str]:
    """Yield the names in annotations that are strings."""
    for node in walk(tree):
        for given in (
            getattr(node, "annotation", None),
            getattr(node, "returns", None),
        ):
            for one in walk(given) if isinstance(given, ast.expr) else ():
                if isinstance(one, ast.Constant) and isinstance(one.value, str):
                    try:
                        expression = ast.parse(one.value, mode="eval")
                    except SyntaxError:
                        continue
                    yield from (
                        n.id for n in walk(expression) if isinstance(n, ast.Name)
                    )
                elif isinstance(one, ast.Name):
                    yield one.id
