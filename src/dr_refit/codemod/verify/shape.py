"""Compare trees: they differ only in imports, name chains, and what others allow."""

from __future__ import annotations

import ast
from itertools import zip_longest
from typing import TYPE_CHECKING

from dr_refit.codemod.verify.refusal import refusal
from dr_refit.errors import FileRefused
from dr_refit.python.chains import base_name
from dr_refit.python.changes import Call, Chain, Changes, Run
from dr_refit.python.namespaces import code_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dr_refit.codemod.rules.model import Meant
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias, ImportStatement
    from dr_refit.python.namespaces import Function

    type _Aliases = Mapping[ast.stmt, Sequence[ImportAlias]]
    type _Difference = Run | Chain | Call | ast.Constant


def compare_shape(old: Facts, new: Facts, meant: Mapping[ast.AST, Meant]) -> Changes:
    """Return all that differs; FileRefused where anything else does.

    `meant`: what may stand for nodes of the old tree.
    """
    pair = _Pair(old, new, meant)
    found = list(pair.blocks(old.source.tree.body, new.source.tree.body))
    return Changes(
        runs=tuple(one for one in found if isinstance(one, Run)),
        chains=tuple(one for one in found if isinstance(one, Chain)),
        calls=tuple(one for one in found if isinstance(one, Call)),
        strings=tuple(one for one in found if isinstance(one, ast.Constant)),
        meant=tuple(pair.taken),
    )


class _Pair:
    """The two files; each method yields where two of their nodes differ."""

    def __init__(self, old: Facts, new: Facts, meant: Mapping[ast.AST, Meant]) -> None:
        self._meant = meant
        #: The nodes for which something else stands in the new tree.
        self.taken: list[ast.AST] = []
        self._before, self._after = old.source, new.source
        self._namespace = old.namespace
        self._old, self._new = _by_statement(old), _by_statement(new)

    def blocks(self, old: list[ast.stmt], new: list[ast.stmt]) -> Iterator[_Difference]:
        """Compare two blocks: the imports run by run, all else one by one."""
        if all(isinstance(s, ast.Import | ast.ImportFrom) for s in old) and (
            len(new) == 1 and isinstance(new[0], ast.Pass)
        ):
            new = []
        for old_run, new_run in zip_longest(_runs(old), _runs(new)):
            if old_run is None or new_run is None:
                raise refusal(
                    "the rewrite would add or remove a statement", (old or new)[0]
                )
            yield from self._imports(old_run[0], new_run[0])
            yield from self._statements(old_run[1], new_run[1])

    def _imports(
        self, old: Sequence[ImportStatement], new: Sequence[ImportStatement]
    ) -> Iterator[Run]:
        if old or new:
            yield Run(
                old=tuple(alias for one in old for alias in self._old[one]),
                new=tuple(alias for one in new for alias in self._new[one]),
            )

    def _statements(
        self, old: ast.stmt | None, new: ast.stmt | None
    ) -> Iterator[_Difference]:
        """Compare two statements; the same bytes are the same statement."""
        if old is None or new is None:
            if old is not new:
                raise refusal("the rewrite would add or remove a statement", old or new)
            return
        start, end = self._before.first(old), self._before.end(old)
        new_start, new_end = self._after.first(new), self._after.end(new)
        if self._namespace.is_cell(old) and self._namespace.is_cell(new):
            yield from self._cell(old, new)
            return
        same = self._before.code[start:end] == self._after.code[new_start:new_end]
        if not same or type(old) is not type(new):
            yield from self._nodes(old, new)

    def _cell(self, old: Function, new: Function) -> Iterator[_Difference]:
        """Compare two cells; what they take and return follows from their code."""
        if old.name != new.name or type(old) is not type(new):
            raise refusal("the rewrite would change more than names", old)
        yield from self._nodes(old.decorator_list, new.decorator_list)
        yield from self.blocks(code_of(old), code_of(new))

    def _nodes(self, old: object, new: object) -> Iterator[_Difference]:
        """Compare anything in a tree."""
        meant = self._meant.get(old) if isinstance(old, ast.AST) else None
        if meant is not None and is_alike(meant.new, new):
            assert isinstance(old, ast.AST)
            self.taken.append(old)
            old = meant.new
        if isinstance(old, list) and isinstance(new, list):
            if old and isinstance(old[0], ast.stmt):
                yield from self.blocks(old, new)
                return
            if len(old) != len(new):
                raise refusal("the rewrite would change more than names")
            for one, other in zip(old, new, strict=True):
                yield from self._nodes(one, other)
        elif isinstance(old, ast.Attribute | ast.Name):
            yield from self._chain(old, new)
        elif isinstance(old, ast.Call) and isinstance(new, ast.Call):
            yield from self._call(old, new)
        elif isinstance(old, ast.AST):
            if type(old) is not type(new):
                raise refusal("the rewrite would change more than names", old)
            if isinstance(old, ast.Constant) and isinstance(old.value, str | bytes):
                # What may change is seen to with the references, and the strings.
                if old.value != getattr(new, "value", None):
                    yield old
                return
            for field in old._fields:
                yield from self._nodes(getattr(old, field), getattr(new, field))
        elif old != new or type(old) is not type(new):
            raise refusal(f"the rewrite would turn {old!r} into {new!r}")

    def _call(self, old: ast.Call, new: ast.Call) -> Iterator[_Difference]:
        """Compare two calls; which other arguments are right is for rules to say."""
        yield from self._nodes(old.func, new.func)
        try:
            inside = [
                *self._nodes(old.args, new.args),
                *self._nodes(old.keywords, new.keywords),
            ]
        except FileRefused:
            yield Call(old=old, new=new)
        else:
            yield from inside

    def _chain(
        self, old: ast.Attribute | ast.Name, new: object
    ) -> Iterator[_Difference]:
        """Compare a.b.c with what it became."""
        if not isinstance(new, ast.Attribute | ast.Name):
            raise refusal("the rewrite would replace a name by something else", old)
        name, new_name = base_name(old), base_name(new)
        if name is None or new_name is None or self._is_rewritten(old):
            # f().a
            if not (isinstance(old, ast.Attribute) and isinstance(new, ast.Attribute)):
                raise refusal("the rewrite would replace a name by something else", old)
            if old.attr != new.attr:
                raise refusal(
                    f"the rewrite would turn .{old.attr} into .{new.attr}", old
                )
            yield from self._nodes(old.value, new.value)
            return
        if type(old.ctx) is not type(new.ctx):
            raise refusal("the rewrite would add or remove an assignment", old)
        if ast.unparse(old) != ast.unparse(new):
            yield Chain(old=old, new=new)

    def _is_rewritten(self, node: ast.expr) -> bool:
        """Return whether something inside of a chain may be no name any more."""
        while self._meant and isinstance(node, ast.Attribute):
            node = node.value
            if node in self._meant:
                return True
        return False


def is_alike(meant: ast.expr | ast.stmt, new: object) -> bool:
    """Return whether a node has the form of what may stand for another."""
    if type(meant) is not type(new):
        return False
    match meant, new:
        case ast.Call(), ast.Call():
            names = [[one.arg for one in call.keywords] for call in (meant, new)]
            same = len(meant.args) == len(new.args) and names[0] == names[1]
            return same and _attribute(meant.func) in {"", _attribute(new.func)}
        case ast.Attribute(), ast.Attribute():
            return meant.attr == new.attr
        case ast.Compare(), ast.Compare():
            return [*map(type, meant.ops)] == [*map(type, new.ops)]
        case ast.Tuple(), ast.Tuple():
            return len(meant.elts) == len(new.elts)
    return True


def _attribute(func: ast.expr) -> str:
    """Return what is called of a value; empty: it is a name, or a chain of names."""
    chain = base_name(func) is not None
    return func.attr if isinstance(func, ast.Attribute) and not chain else ""


def _by_statement(facts: Facts) -> _Aliases:
    found: dict[ast.stmt, list[ImportAlias]] = {}
    for alias in facts.imports:
        found.setdefault(alias.statement, []).append(alias)
    return found


def _runs(
    block: list[ast.stmt],
) -> list[tuple[list[ImportStatement], ast.stmt | None]]:
    """Group a block: each statement with the imports that stand before it."""
    runs: list[tuple[list[ImportStatement], ast.stmt | None]] = []
    imports: list[ImportStatement] = []
    for statement in block:
        if isinstance(statement, ast.Import | ast.ImportFrom):
            imports.append(statement)
        else:
            runs.append((imports, statement))
            imports = []
    return [*runs, (imports, None)]
