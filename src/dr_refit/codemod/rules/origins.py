"""The rule for who asks where an object is from, and who replaces its module.

f.__module__    inspect.getmodule(f)    patch.dict("sys.modules", a=fake)
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.model import Proposal, Rule, kept_object
from dr_refit.codes import Code, Kind
from dr_refit.findings import Finding
from dr_refit.migration.resolution import Moved
from dr_refit.names import parent
from dr_refit.patterns import regex
from dr_refit.python.annotations import last_name
from dr_refit.python.chains import dotted_name
from dr_refit.python.loads import base_of
from dr_refit.python.parents import inside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dr_refit.codemod.rules.model import Project, View
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.source import Source

_ASKS = regex(rb"__module__|getmodule(?!\w)")
_FAKES = regex(rb"patch\.dict\(")


class OriginsRule(Rule):
    """Reports who asks what moved by itself for its module, or replaces that."""

    kind: Kind = "imports"

    def propose(self, view: View, project: Project, table: MoveTable) -> Proposal:  # noqa: ARG002
        """Return what is left to a person; nothing is changed."""
        facts, source = view.facts, view.facts.source
        fakes = _fakes(source, table) if _FAKES.search(source.code) else ()
        if not _ASKS.search(source.code):
            return Proposal(findings=tuple(fakes))
        bases = {alias.local: base_of(alias) for alias in facts.imports}
        findings, reviews = [], []
        for node, dotted in _asked(inside(source.tree, source.lines_with(_ASKS))):
            local, dot, rest = dotted.partition(".")
            old = bases.get(local, "") + dot + rest
            resolution = table.resolve(old)
            code = Code.BEHAVIOUR_CHANGED_SILENTLY
            if (
                not isinstance(resolution, Moved)
                or resolution.move.module
                or parent(resolution.new) == parent(old)
                or source.ignores(node, code)
            ):
                continue
            text = f"its module is {parent(resolution.new)} now"
            at = source.position(source.start(node))
            findings.append(Finding(code=code, message=f"{old}: {text}", position=at))
            statement = facts.parents.statement(node)
            reviews.append((source.first(statement), f"{resolution.new}: {text}"))
        return Proposal(findings=(*fakes, *findings), reviews=tuple(reviews))


def _fakes(source: Source, table: MoveTable) -> Iterator[Finding]:
    """Report modules that are replaced: patch.dict("sys.modules", a=fake)."""
    for node in inside(source.tree, source.lines_with(_FAKES)):
        match node:
            case ast.Call(
                func=ast.Attribute(attr="dict", value=patch), args=[where, *_]
            ) if last_name(patch) == "patch" and _is_modules(where):
                for word in node.keywords:
                    name = word.arg or ""
                    code, message = kept_object(name, has_rules=True)
                    if table.has_direct_rules(name) and not source.ignores(
                        word.value, code
                    ):
                        at = source.position(source.start(word))
                        yield Finding(code=code, message=message, position=at)


def _is_modules(node: ast.expr) -> bool:
    if isinstance(node, ast.Constant):
        return bool(node.value == "sys.modules")
    return last_name(node) == "modules"


def _asked(nodes: Iterable[ast.AST]) -> Iterator[tuple[ast.expr, str]]:
    for node in nodes:
        match node:
            case ast.Attribute(value=value, attr="__module__", ctx=ast.Load()):
                yield node, dotted_name(value)
            case ast.Call(func=func, args=[value]) if last_name(func) == "getmodule":
                yield node, dotted_name(value)
