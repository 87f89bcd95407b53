"""Who binds which name, and who uses it: Python's scopes.

`symtable` would be the standard library's answer, but since PEP 709 it folds
comprehensions into the function around them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.python.scope_visitor import ScopeVisitor
from dr_refit.python.symbols import Scope

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable

    from dr_refit.python.symbols import Reference


class Scopes:
    """The scopes of a module, and every use of the names asked for."""

    def __init__(self, tree: ast.Module, names: Iterable[str]) -> None:
        self.module = Scope("module", None)
        walk = ScopeVisitor(names)
        walk.block(tree.body, self.module)
        self.uses: list[Reference] = walk.uses
        #: Names that `__all__`, or a marimo cell, hands to others.
        self.exported: set[str] = walk.exported
        #: Where each import alias binds its name.
        self.home: dict[ast.alias, Scope] = walk.home
        self._settle_declarations()

    def resolve(self, name: str, scope: Scope) -> Scope | None:
        """Find the scope whose binding a name means; None: a builtin, or unbound."""
        here: Scope | None = scope
        classes = True
        while here is not None:
            if here.declared.get(name) == "global":
                return self.module if self.module.binds(name) else None
            if here.kind != "class" or classes:
                if name not in here.declared and here.binds(name):
                    return here
                # Annotation scopes see the class around them; no other scope does.
                classes = classes and here.kind == "typeparams"
            here = here.parent
        return None

    def homes(self, use: Reference) -> list[Scope | None]:
        """Find the scopes whose binding a use may mean.

        A class body looks a name up in itself, as far as it has come, and then among
        the globals.
        """
        name = use.name.id
        home = self.resolve(name, use.scope)
        if home is not use.scope or home.kind != "class" or use.bound:
            return [home]
        outside = self.module if self.module.binds(name) else None
        return [outside] if use.bound is False else [home, outside]

    def free(self, name: str, home: Scope, users: Iterable[Scope]) -> bool:
        """Whether `import name...` in `home` would mean just that to all users."""
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
            and (inner.kind == "class" or self.resolve(name, inner) in _around(home))
            for inner in home.below()
        )

    def _settle_declarations(self) -> None:
        """Hand what `global` and `nonlocal` names bind to the scope they mean."""
        for scope in list(self.module.below()):
            for name, how in scope.declared.items():
                owner = self.module
                if how == "nonlocal":
                    owner = self.resolve(name, scope) or scope
                if owner is scope:
                    continue
                if name in scope.bound:
                    scope.bound.discard(name)
                    owner.bound.add(name)
                for alias in scope.imports.pop(name, ()):
                    owner.imports.setdefault(name, []).append(alias)
                    # An import elsewhere than where its name lives: hands off.
                    owner.bound.add(name)
                    self.home[alias] = owner


def _around(home: Scope) -> list[Scope | None]:
    around: list[Scope | None] = [None]
    here = home.parent
    while here is not None:
        around.append(here)
        here = here.parent
    return around
