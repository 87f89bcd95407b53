"""Who binds which name, and who refers to it: Python's scopes.

`symtable` would be the standard library's answer, but since PEP 709 it folds
comprehensions into the function around them.
"""

from __future__ import annotations

import ast
import builtins
from functools import cached_property
from typing import TYPE_CHECKING

from dr_refit.python.namespaces import MODULE
from dr_refit.python.nodes import walk
from dr_refit.python.scope_visitor import NOTHING_TOLD, ScopeVisitor
from dr_refit.python.symbols import At, Scope

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from typing import Literal

    from dr_refit.python.namespaces import Namespace
    from dr_refit.python.scope_visitor import Replaced, Told
    from dr_refit.python.symbols import Reference

    #: Nothing but imports of the name, nothing but what else binds it, or either.
    type Seen = Literal["imports", "others", "any"]


class Scopes:
    """The scopes of a module, and every reference to the names asked for.

    `lines`, sorted: statements on none of them are skipped.
    `replaced`: what stands in the tree instead of some of its nodes.
    `told`: what is in no statement by itself.
    """

    def __init__(
        self,
        tree: ast.Module,
        names: Collection[str],
        namespace: Namespace = MODULE,
        *,
        lines: Sequence[int] | None = None,
        replaced: Replaced | None = None,
        told: Told = NOTHING_TOLD,
    ) -> None:
        self.module = Scope("module", None, None)
        visitor = ScopeVisitor(
            names,
            namespace,
            lines=lines,
            replaced=replaced,
            postponed=_postpones(tree),
            told=told,
        )
        visitor.open(self.module)
        visitor.nodes(tree.body, At(scope=self.module))
        #: Each before those inside it.
        self.all: list[Scope] = visitor.scopes
        self.references: list[Reference] = visitor.references
        #: Names that the file hands to others.
        self.exported: set[str] = visitor.exported
        #: Where each import alias binds its name.
        self.home: dict[ast.alias, Scope] = visitor.home
        self._tree = tree
        self._namespace = namespace
        self._told = told
        self._skipped = visitor.skipped
        self._flows: dict[tuple[Scope, str], Mapping[ast.AST, Seen]] = {}
        self._settle_declarations()

    def resolve(self, name: str, scope: Scope) -> Scope | None:
        """Find the scope whose binding a name means; None: a builtin, or unbound."""
        here: Scope | None = scope
        classes = True
        while here is not None:
            if here.declared.get(name) in {"global", "cell"}:
                return self.module if self.module.binds(name) else None
            if here.kind != "class" or classes:
                if name not in here.declared and here.binds(name):
                    return here
                # Annotation scopes see the class around them; no other scope does.
                classes = classes and here.kind == "typeparams"
            here = here.parent
        return None

    def homes(self, reference: Reference) -> list[Scope | None]:
        """Find the scopes whose binding a reference may mean.

        A class body looks a name up in itself, as far as it has come, and then among
        the globals.
        """
        name = reference.name.id
        home = self.resolve(name, reference.scope)
        if home is not reference.scope or home.kind != "class" or reference.bound:
            return [home]
        outside = self.module if self.module.binds(name) else None
        if reference.bound is False:
            return [outside]
        if outside is None and not hasattr(builtins, name) and not self._starred:
            # No global is called so: it is in the class, or nowhere.
            return [home]
        return [home, outside]

    def seen(self, reference: Reference, home: Scope) -> Seen:
        """Return which bindings of a scope a reference may see.

        a = a.b    sees the import of `a` above it, what stands below sees the other one
        """
        name = reference.name.id
        if home is not reference.scope or home.kind == "class":
            return "any"
        if (home, name) not in self._flows:
            self._flows[home, name] = self._flow(home, name)
        return self._flows[home, name].get(reference.name, "any")

    def _flow(self, home: Scope, name: str) -> Mapping[ast.AST, Seen]:
        is_rebound = name in home.bound and name in home.imports
        if not is_rebound or any(name in scope.declared for scope in self.all):
            return {}
        from dr_refit.python.reaching import reaching  # rarely needed

        imports = {*home.imports[name]}
        loads = {one.name for one in self.references if one.scope is home}
        found: dict[ast.AST, Seen] = {}
        for load, bounds in reaching(name, home.node or self._tree, loads).items():
            nodes = {one.node for one in bounds}
            if nodes and (nodes <= imports or nodes.isdisjoint(imports)):
                found[load] = "imports" if nodes <= imports else "others"
        return found

    def needs(self, name: str, home: Scope) -> bool:
        """Return whether a statement needs a name to be bound that it does not read."""
        return any(
            isinstance(node, ast.Name) and node.id == name
            for inner in walk(home.node or self._tree)
            if isinstance(inner, ast.Delete | ast.AugAssign)
            for node in (
                inner.targets if isinstance(inner, ast.Delete) else [inner.target]
            )
        )

    @cached_property
    def _starred(self) -> bool:
        """Whether a star import may bind any name."""
        nodes = walk(self._tree)
        return any(isinstance(n, ast.alias) and n.name == "*" for n in nodes)

    def elsewhere(self, name: str, home: Scope, lines: Sequence[int]) -> bool:
        """Return whether a skipped statement refers to the name of a scope as well.

        `lines`: those that hold the name.
        """
        for statement, at in self._skipped:
            visitor = ScopeVisitor(
                {name}, self._namespace, lines=lines, told=self._told
            )
            visitor.nodes([statement], at)
            if any(home in self.homes(one) for one in visitor.references):
                return True
        return False

    def mention(self, name: str) -> bool:
        """Return whether any scope reads, binds or declares the name."""
        return any(name in scope.read or scope.mentions(name) for scope in self.all)

    def free(self, name: str, home: Scope, users: Iterable[Scope]) -> bool:
        """Return whether `import name` in `home` would mean that to all references."""
        if name in home.bound or name in home.declared:
            return False
        if name.startswith("__") and not name.endswith("__"):
            # Inside a class it would be mangled.
            return False
        if not home.plain.issuperset(home.imports.get(name, ())):
            return False
        for user in users:
            here: Scope | None = user
            while here is not None and here is not home:
                if here.mentions(name):
                    return False
                here = here.parent
        if home.binds(name):
            return True
        # Nobody inside may already mean another thing by it; a class that binds it may
        # read the one around it before.
        return not any(
            name in inner.read
            and home in inner.outwards()
            and (inner.kind == "class" or self.resolve(name, inner) in _around(home))
            for inner in self.all
        )

    def _settle_declarations(self) -> None:
        """Move what `global` and `nonlocal` names bind to the scope they mean."""
        for scope in self.all:
            for name, how in scope.declared.items():
                owner = self.module
                if how == "nonlocal":
                    owner = self.resolve(name, scope) or scope
                if owner is scope:
                    continue
                if how == "nonlocal" and name in owner.imports:
                    # A function around it has to bind the name.
                    owner.bound.add(name)
                    owner.valued.add(name)
                if name in scope.bound:
                    scope.bound.discard(name)
                    owner.bound.add(name)
                    owner.valued.add(name)
                for alias in scope.imports.pop(name, ()):
                    owner.imports.setdefault(name, []).append(alias)
                    self.home[alias] = owner
                    if how != "cell":
                        # Imported in another scope than its name: leave it alone.
                        owner.bound.add(name)
                        owner.valued.add(name)
                    elif alias in scope.plain:
                        owner.plain.add(alias)


def _postpones(tree: ast.Module) -> bool:
    """Return whether a module's annotations are not evaluated."""
    for statement in tree.body:
        match statement:
            case ast.Expr(value=ast.Constant()):
                continue
            case ast.ImportFrom(module="__future__"):
                if any(alias.name == "annotations" for alias in statement.names):
                    return True
            case _:
                return False
    return False


def _around(home: Scope) -> list[Scope | None]:
    """List the scopes around one, and the builtins (None)."""
    return [None, *(scope for scope in home.outwards() if scope is not home)]
