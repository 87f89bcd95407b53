"""A module in which definitions arrive, with the imports that they need."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING, TypeGuard

from dr_refit.errors import RefitError
from dr_refit.names import leaf, parent, root
from dr_refit.python.annotations import last_name
from dr_refit.python.edits import Edit, apply
from dr_refit.python.imports import ImportContext, read_imports
from dr_refit.python.nodes import walk
from dr_refit.records import NamedTuple
from dr_refit.refactor.definitions import bound, is_import
from dr_refit.refactor.removal import without_imports

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.source import Source
    from dr_refit.refactor.definitions import Definitions

_FUTURE = "from __future__ import annotations"


class _Import(NamedTuple):
    """An import of one name, absolute; without a name: of the module itself."""

    module: str
    name: str
    local: str

    @classmethod
    def of(cls, alias: ImportAlias) -> _Import:
        """Return what an alias imports."""
        if isinstance(alias.statement, ast.Import):
            return cls(alias.alias.name, "", alias.local)
        return cls(parent(alias.target), alias.alias.name, alias.local)


class Arrival:
    """A module that definitions come to."""

    def __init__(
        self, source: Source, package: str, module: str, cut: Definitions
    ) -> None:
        self.source, self.module, self.cut = source, module, cut
        self.imports = read_imports(source, ImportContext.of(package, module))
        #: Local name -> what it means here.
        self.means = {one.local: one.target for one in self.imports}
        self.defined = {
            name
            for statement in source.tree.body
            if not isinstance(statement, ast.Import | ast.ImportFrom)
            for name in bound(statement)
        }
        #: What it imports of what it will have itself.
        self.own = [
            one
            for one in self.imports
            if one.target in {f"{cut.module}.{name}" for name in cut.names}
        ]
        self._check()

    def _check(self) -> None:
        kept = {one.local for one in self.imports if one not in self.own}
        for name in self.cut.names:
            if name in self.defined | kept:
                what = f"{self.source.path} has a {name} already"
                raise RefitError(what, "rename one of the two first")
        for one in self.own:
            if one.local != leaf(one.target) or one.block.scope is not None:
                line = self.source.position(self.source.start(one.statement)).line
                what = f"{self.source.path}:{line} imports {one.target} in its own way"
                raise RefitError(what, "remove that import first")

    def missing(self) -> tuple[list[_Import], list[_Import]]:
        """Return the imports that are missing, and those for types alone."""
        runtime: list[_Import] = []
        typed: list[_Import] = []
        for one in self.cut.needed():
            # from a.c import x, and it goes to a.c
            own = f"{self.module}.{one.local}" == one.target
            if (own and one.local in self.defined) or not self._is_new(
                one.local, one.target
            ):
                continue
            kind = typed if self._is_typing(one) else runtime
            kind.append(_Import.of(one))
        runtime += (
            _Import(self.cut.module, name, name)
            for name in sorted(self.cut.helpers())
            if self._is_new(name, f"{self.cut.module}.{name}")
        )
        return runtime, typed

    def _is_new(self, local: str, target: str) -> bool:
        """Return whether a name is to be imported. Raises RefitError: it is another."""
        if self.means.get(local) == target:
            return False
        if local in self.means or local in self.defined:
            what = f"{local} means something else in {self.source.path}"
            raise RefitError(what, f"it is {target} where this comes from: rename one")
        return True

    def _is_typing(self, alias: ImportAlias) -> bool:
        """Return whether an import is for type checkers. Raises RefitError: a guard."""
        if alias.block.unconditional:
            return False
        for statement in self.cut.source.tree.body:
            if is_type_checking(statement) and alias.statement in statement.body:
                return True
        line = self.cut.source.position(self.cut.source.start(alias.statement)).line
        what = f"{alias.local} is imported under a condition, on line {line}"
        raise RefitError(f"{self.cut.source.path}: {what}", "move it by hand")

    def written(self) -> bytes:
        """Return the module with the definitions in it."""
        runtime, typed = self.missing()
        edits = [*without_imports(self.source, self.own, gaps=False)]
        edits += self._imported(runtime, typed)
        code = apply(self.source.code, sorted(edits)).decode()
        model = self.source.code or self.cut.source.code
        newline = "\r\n" if b"\r\n" in model else "\n"
        if not self.source.code:
            code = code.replace("\n", newline)
        text = self.cut.text(newline)
        head, tail = code, ""
        at = self._main(code)
        if at is not None:
            head, tail = code[:at], code[at:]
        head = head.rstrip()
        gap = newline * 3 if head else ""
        after = f"{newline * 3}{tail}" if tail else newline
        return self.source.encode((head + gap + text + after).encode())

    def _main(self, code: str) -> int | None:
        """Return where `if __name__ == "__main__":` stands, with comments above."""
        at = code.find("\nif __name__ ==")
        return None if at < 0 else at + 1

    def _imported(self, runtime: list[_Import], typed: list[_Import]) -> Iterator[Edit]:
        source = self.source
        checks = [one for one in source.tree.body if is_type_checking(one)]
        block: list[str] = []
        if typed and checks:
            first = checks[0].body[0]
            at = source.line_start(source.start(first))
            indent = source.code[at : source.start(first)].decode()
            newline = source.newline_after(source.end(first)).decode() or "\n"
            text = "".join(f"{indent}{one}{newline}" for one in _written(typed))
            yield Edit(at, at, text.encode())
        elif typed:
            if self._is_new("TYPE_CHECKING", "typing.TYPE_CHECKING"):
                runtime.append(_Import("typing", "TYPE_CHECKING", "TYPE_CHECKING"))
            block = ["", "if TYPE_CHECKING:"]
            block += [f"    {one}" if one else one for one in _written(typed)]
        lines = [*_written(runtime, self.module if not source.code else ""), *block]
        if self._wants_future() and not _has_future(source.tree):
            lines[:0] = [_FUTURE, ""] if lines else [_FUTURE]
        yield from with_imports(source, lines)

    def _wants_future(self) -> bool:
        """Return whether annotations of what arrives are not evaluated where it was."""
        return _has_future(self.cut.source.tree) and any(
            getattr(node, "annotation", None) or getattr(node, "returns", None)
            for statement in self.cut.going
            for node in walk(statement)
        )


def with_imports(source: Source, lines: Sequence[str]) -> Iterator[Edit]:
    """Yield what puts imports behind those at the top of a module."""
    if not lines:
        return
    body, newline = source.tree.body, "\r\n" if b"\r\n" in source.code else "\n"
    head = [*_head(body)]
    if lines[0] == _FUTURE:
        texts = [one for one in head if isinstance(one, ast.Expr)]
        at = _behind(source, texts)
        if len(head) > len(texts):
            gap = newline if texts else ""
            yield Edit(at, at, f"{gap}{_FUTURE}{newline * 2}".encode())
            lines = lines[2:]
            if not lines:
                return
    at = _behind(source, head)
    text = "".join(f"{one}{newline}" for one in lines)
    before = newline if head and isinstance(head[-1], ast.Expr) else ""
    # What follows the imports keeps its distance.
    below = newline * 2 if body and len(head) == len(_texts(head)) else ""
    if source.code[at:].startswith((b"\n", b"\r")):
        below = ""
    yield Edit(at, at, f"{before}{text}{below}".encode())


def _texts(head: Sequence[ast.stmt]) -> list[ast.stmt]:
    return [one for one in head if isinstance(one, ast.Expr)]


def _head(body: Sequence[ast.stmt]) -> Iterator[ast.stmt]:
    """Yield the docstring, and the imports that follow each other."""
    for number, one in enumerate(body):
        is_text = isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)
        if not (is_text and not number) and not is_import(one):
            return
        yield one


def _behind(source: Source, statements: Sequence[ast.stmt]) -> int:
    """Return where the line behind statements starts."""
    if not statements:
        return 0
    end = source.end(statements[-1])
    stop = source.line_end(end)
    return min(stop + len(source.newline_after(end)), len(source.code))


def is_type_checking(statement: ast.stmt) -> TypeGuard[ast.If]:
    """Return whether a statement is `if TYPE_CHECKING:`."""
    return (
        isinstance(statement, ast.If) and last_name(statement.test) == "TYPE_CHECKING"
    )


def _has_future(tree: ast.Module) -> bool:
    return any(
        isinstance(one, ast.ImportFrom) and one.module == "__future__"
        for one in tree.body
    )


def _written(imports: Iterable[_Import], new: str = "") -> list[str]:
    """Return imports as lines, those from one module together.

    `new`: the module, where they are the first that it has: then they are in groups,
    as sorters have them.
    """
    names: dict[tuple[str, bool], list[str]] = {}
    for one in sorted({*imports}, key=lambda each: (each.name or "", each.local)):
        plain = not one.name
        shown = one.module if plain else one.name
        if one.local != (root(shown) if plain else shown):
            shown += f" as {one.local}"
        names.setdefault((one.module if not plain else shown, plain), []).append(shown)
    groups: dict[int, list[str]] = {}
    for (module, plain), listed in sorted(
        names.items(), key=lambda pair: (not pair[0][1], pair[0][0].lower())
    ):
        top = root(module.partition(" ")[0])
        group = 0 if top in sys.stdlib_module_names else 2 if top == root(new) else 1
        text = ", ".join(listed)
        line = f"import {text}" if plain else f"from {module} import {text}"
        groups.setdefault(group if new else 0, []).append(line)
    parts = [groups[one] for one in sorted(groups)]
    return [line for part in parts for line in ("", *part)][1:]
