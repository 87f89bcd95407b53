"""Under which names new modules are imported."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.names import root
from dr_refit.python.imports import Import

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dr_refit.codemod.rules.imports.bindings import ImportBinding
    from dr_refit.codemod.rules.imports.uses import MovingUse
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.scopes import Scopes
    from dr_refit.python.symbols import Scope


class Naming:
    """Chooses the names of new imports so that each means one thing in the file."""

    def __init__(self, facts: Facts, scopes: Scopes) -> None:
        self._facts = facts
        self._scopes = scopes
        #: Whether a binding's new root can be imported under its own name.
        self._free: dict[tuple[ImportBinding, str], bool] = {}

    def import_of(
        self, module: str, binding: ImportBinding, uses: Sequence[MovingUse]
    ) -> Import:
        """Import a module under its own name, or another where that is taken."""
        key = binding, root(module)
        if key not in self._free:
            self._free[key] = self._is_free(root(module), binding, uses)
        if self._free[key]:
            return Import(module)
        alias = module.replace(".", "_").lstrip("_")
        while self._facts.mentions(alias):
            alias += "_"
        return Import(module, local=alias)

    def means_builtin(self, name: str, scope: Scope) -> bool:
        """Return whether a name means the builtin in a scope."""
        return self._scopes.resolve(name, scope) is None

    def _is_free(
        self, name: str, binding: ImportBinding, uses: Sequence[MovingUse]
    ) -> bool:
        if name == binding.local and binding.is_plain_import:
            return True
        users = [use.reference.scope for use in uses if root(use.new) == name]
        return self._scopes.free(name, binding.scope, users)


def rebound(alias: ImportAlias, new: str) -> Import:
    """Import a new name so that the local name stays as it is."""
    module, _, name = new.rpartition(".")
    if not module or isinstance(alias.statement, ast.Import):
        module, name = new, ""
    same = (name or module) == alias.local
    return Import(module, name, alias.alias.asname or ("" if same else alias.local))
