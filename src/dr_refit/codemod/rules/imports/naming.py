"""Under which names new modules are imported."""

from __future__ import annotations

import ast
import sys
from typing import TYPE_CHECKING

from dr_refit.names import leaf, parent, root
from dr_refit.python.imports import Import

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dr_refit.codemod.rules.imports.bindings import ImportBinding
    from dr_refit.codemod.rules.imports.uses import MovingUse
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.scopes import Scopes
    from dr_refit.python.symbols import Scope


class Naming:
    """Chooses the names of new imports so that each means one thing in the file.

    `avoided`: names that are not to be bound.
    """

    def __init__(
        self, facts: Facts, scopes: Scopes, avoided: Collection[str] = ()
    ) -> None:
        self._facts = facts
        self._scopes = scopes
        self._avoided = avoided
        #: Whether a new root can be imported under its own name, for what binds a name
        #: in a scope. (A binding itself has all its references, slow to compare.)
        self._free: dict[tuple[Scope, str, str], bool] = {}

    def import_of(
        self,
        module: str,
        binding: ImportBinding,
        uses: Sequence[MovingUse],
        *,
        is_object: bool = False,
    ) -> Import:
        """Import a module under its own name, or another where that is taken.

        `is_object`: it is none, but something in one.
        """
        # from . import a  ->  from . import b
        package = parent(module) if is_object else self._package(binding, module)
        name = leaf(module) if package else root(module)
        key = binding.scope, binding.local, name
        if key not in self._free:
            is_taken = package and binding.scope.binds(name)
            users = [u.reference.scope for u in uses if package or root(u.new) == name]
            self._free[key] = not is_taken and self._is_free(name, binding, users)
        alias = "" if self._free[key] else self.unused(module)
        if binding.scope.node in self._facts.cells:
            # import a as _a, in a cell  ->  import n as _n
            alias = self._private(module)
        return Import(package, name, alias) if package else Import(module, local=alias)

    def load(self, module: str, scope: Scope) -> Import:
        """Import a module in a scope for what it loads."""
        name = root(module)
        is_free = name not in self._avoided and self._scopes.free(name, scope, ())
        return Import(module, local="" if is_free else self.unused(module))

    def unused(self, module: str) -> str:
        """Return a name for a module that the file does not mention."""
        name = module.replace(".", "_").lstrip("_")
        while name == module or self._facts.mentions(name):
            name += "_"
        return name

    def _private(self, module: str) -> str:
        """Return a name for a module that one cell of a notebook has for itself."""
        name = f"_{module.replace('.', '_').lstrip('_')}"
        while self._facts.mentions(name):
            name += "_"
        return name

    def _package(self, binding: ImportBinding, module: str) -> str:
        """Return where a relative import takes a module from; else empty."""
        statement = binding.aliases[0].statement
        if not isinstance(statement, ast.ImportFrom) or not statement.level:
            return ""
        is_own = root(module) == root(self._facts.package)
        return parent(module) if is_own else ""

    def means_builtin(self, name: str, scope: Scope) -> bool:
        """Return whether a name means the builtin in a scope."""
        return self._scopes.resolve(name, scope) is None

    def _is_free(
        self, name: str, binding: ImportBinding, users: Sequence[Scope]
    ) -> bool:
        if name == binding.local and binding.is_plain_import:
            return True
        if name in self._avoided:
            return False
        is_new = not binding.scope.binds(name) and not binding.aliases[0].level
        if users and is_new and binding.scope is self._scopes.module:
            first = self._facts.source.start(binding.aliases[0].statement)
            if last_star(self._facts) > first:
                # from x import *  may bind it to something else.
                return False
        return self._scopes.free(name, binding.scope, users)


def last_star(facts: Facts) -> int:
    """Return where the last star import is that may bind any name; -1: there is none.

    Those of the standard library are known to bind no name of a package.
    """
    stars = [
        facts.source.start(alias.statement)
        for alias in facts.imports
        if alias.local == "*" and root(alias.target) not in sys.stdlib_module_names
    ]
    return max(stars, default=-1)


def rebound(alias: ImportAlias, new: str, *, as_name: bool = False) -> Import:
    """Import a new name so that the local name stays as it is.

    `as_name`: it is a name of a module, whatever imports it.
    """
    module, _, name = new.rpartition(".")
    if not module or (isinstance(alias.statement, ast.Import) and not as_name):
        module, name = new, ""
    same = (name or module) == alias.local
    # import a.b as b  ->  import b
    is_from = isinstance(alias.statement, ast.ImportFrom)
    is_spelled_out = (name and is_from) or not same or alias.reexported
    asname = alias.alias.asname if is_spelled_out else None
    return Import(module, name, asname or ("" if same else alias.local))
