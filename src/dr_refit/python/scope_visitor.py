"""A walk over `ast` that fills scopes, in the order in which Python binds names."""

from __future__ import annotations

import ast
from bisect import bisect_left
from typing import TYPE_CHECKING

from dr_refit.python.annotations import EXPRESSIONS, first_line, type_comments
from dr_refit.python.choices import rest
from dr_refit.python.definitions import STATEMENTS
from dr_refit.python.namespaces import by_letters, own_name, stores, updated
from dr_refit.python.nodes import FIELDS
from dr_refit.python.own_spaces import NO_SPACES
from dr_refit.python.symbols import Reference
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from dr_refit.python.namespaces import Namespace
    from dr_refit.python.own_spaces import OwnSpaces
    from dr_refit.python.symbols import At, ByName, Scope

    #: Statements and chains of a tree -> what stands there instead.
    type Replaced = Mapping[ast.AST, Sequence[ast.AST]]
    #: Line -> the text of a comment that is a type.
    type Comments = Mapping[int, ast.Constant]


class Told(NamedTuple):
    """What a file says of its names beside the statements that are visited."""

    comments: Comments
    #: How the module has its own namespace by another name; rarely needed.
    spaces: Callable[[], OwnSpaces] = lambda: NO_SPACES


NOTHING_TOLD = Told({})


class ScopeVisitor:
    """Collects the scopes below one, and every reference to the names asked for."""

    def __init__(
        self,
        names: Collection[str],
        namespace: Namespace,
        *,
        lines: Sequence[int] | None = None,
        replaced: Replaced | None = None,
        postponed: bool = False,
        told: Told = NOTHING_TOLD,
    ) -> None:
        self.names = names
        self.namespace = namespace
        #: Statements on none of these lines (sorted) are skipped; None: none is.
        self.lines = lines
        self.replaced = replaced or {}
        #: from __future__ import annotations
        self.postponed = postponed
        #: Those that are still to be visited.
        self.comments = dict(told.comments)
        self.comment_lines = sorted(self.comments)
        self._spaces = told.spaces
        self.scopes: list[Scope] = []
        self.references: list[Reference] = []
        self.exported: set[str] = set()
        #: Where each import alias binds its name.
        self.home: dict[ast.alias, Scope] = {}
        self.skipped: list[tuple[ast.stmt, At]] = []

    def open(self, scope: Scope) -> Scope:
        """Record a new scope."""
        self.scopes.append(scope)
        return scope

    def visit(self, node: ast.AST, at: At) -> None:
        """Visit one node, or what stands in its place."""
        for one in self.replaced.get(node, (node,)) if self.replaced else (node,):
            method = _VISITS.get(type(one))
            if method is not None:
                method(self, one, at)
            else:
                self.children(one, at)

    def children(self, node: ast.AST, at: At) -> None:
        """Visit what is in a node, in the order of the grammar."""
        for field in FIELDS[type(node)]:
            value = getattr(node, field)
            if type(value) is list:
                self.nodes(value, at)
            elif isinstance(value, ast.AST):
                self.visit(value, at)

    def nodes(self, nodes: Iterable[object], at: At) -> None:
        """Visit nodes one by one, except statements on no line that matters."""
        lines = self.lines
        before: object = None
        for node in nodes:
            if isinstance(before, ast.If | ast.Try) and (choice := rest(before)):
                at = at._replace(choices=(*at.choices, choice))
            before = node
            if lines is not None and isinstance(node, ast.stmt):
                index = bisect_left(lines, first_line(node))
                if index == len(lines) or lines[index] > (node.end_lineno or 0):
                    self.skipped.append((node, at))
                    continue
            if isinstance(node, ast.AST):
                self.visit(node, at)
            if self.comments and isinstance(node, ast.stmt):
                type_comments(self, node, at)

    # Names

    def bind(self, name: str, at: At, *, missing: bool = False) -> None:
        """Record that a scope binds a name; `missing`: to nothing that has names."""
        at.scope.bound.add(name)
        if not missing:
            at.scope.valued.add(name)
        if not at.conditional:
            at.scope.settled.add(name)

    def name(self, node: ast.Name, at: At) -> None:
        """Record a reference, or a binding."""
        if isinstance(node.ctx, ast.Store):
            self.bind(node.id, at)
        elif isinstance(node.ctx, ast.Del):
            at.scope.bound.add(node.id)
            at.scope.valued.add(node.id)
            at.scope.settled.discard(node.id)
        else:
            self.reference(node, at)

    def own(self, node: ast.expr, at: At) -> None:
        """Record a name of the module that is taken, or bound, by its letters."""
        name = own_name(node)
        if not name and by_letters(node)[1] in self.names:
            name = self._spaces().taken(node)
        bound = [name] if name and stores(node) else [*updated(node)]
        if bound:
            *_, module = at.scope.outwards()
            for one in bound:
                self.bind(one, at._replace(scope=module, conditional=True))
        elif name:
            self.hidden(name, node, at)

    def hidden(self, name: str, node: ast.expr, at: At) -> None:
        """Record the reference to a name that is not written as one."""
        named = ast.copy_location(ast.Name(id=name, ctx=ast.Load()), node)
        self.reference(named, at._replace(editable=False))

    def reference(
        self,
        node: ast.expr,
        at: At,
        *,
        call: ast.Call | None = None,
        by_name: ByName | None = None,
    ) -> None:
        """Record the reference to a name, or to a chain a.b.c."""
        above, base, attrs = node, node, []
        while isinstance(base, ast.Attribute) and (
            base is node or base not in self.replaced
        ):
            attrs.append(base.attr)
            above, base = base, base.value
        if not isinstance(base, ast.Name) or base in self.replaced:
            self.own(above, at)
            self.visit(base, at)
            return
        scope, name = at.scope, base.id
        scope.read.add(name)
        if attrs and attrs[-1] in self.names and self._spaces().taken(above):
            # me = sys.modules[__name__]; me.a
            self.own(above, at)
        if name not in self.names:
            return
        bound = True if name in scope.settled else None
        if not scope.binds(name) and not at.in_loop:
            bound = False
        self.references.append(
            Reference(
                scope=scope,
                name=base,
                node=node,
                attrs=tuple(reversed(attrs)),
                annotation_literal=at.annotation,
                for_types=at.for_types or at.annotation is not None,
                editable=at.editable,
                bound=bound,
                call=call,
                by_name=by_name,
                choices=at.choices,
            )
        )

    def constant(self, node: ast.Constant, at: At) -> None:
        """Record a name that a string may be: globals()[name]."""
        if node.value in self.names and self._spaces().by_any:
            self.hidden(str(node.value), node, at)

    def chain(
        self,
        node: ast.expr,
        at: At,
        *,
        call: ast.Call | None = None,
        by_name: ByName | None = None,
    ) -> None:
        """Visit what a call is made of; of a chain of names, note the call."""
        (one,) = self.replaced.get(node, (node,))
        if isinstance(one, ast.Name | ast.Attribute):
            self.reference(one, at, call=call, by_name=by_name)
        else:
            self.visit(one, at)


_VISITS: dict[type[ast.AST], Callable[..., None]] = {
    ast.Name: ScopeVisitor.name,
    ast.Attribute: ScopeVisitor.reference,
    ast.Constant: ScopeVisitor.constant,
    **EXPRESSIONS,
    **STATEMENTS,
}
