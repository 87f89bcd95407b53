"""What is done with modules that are imported, or looked up, by their names."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from dr_refit.python import string_calls as calls
from dr_refit.python.choices import is_asked
from dr_refit.python.nodes import walk
from dr_refit.python.sinks import Sink

if TYPE_CHECKING:
    from dr_refit.python.callees import Callees
    from dr_refit.python.parents import Parents


class ModulesByName:
    """Looks at what is taken of such modules in one file."""

    def __init__(self, callees: Callees, parents: Parents) -> None:
        self._callees = callees
        self._parents = parents

    def dunder_import(self, call: ast.Call, name: ast.expr) -> Sink:
        """Return what `__import__` takes: it returns the package of a dotted name."""
        if calls.returns_submodule(call):
            return self.imported_by(call)
        if isinstance(name, ast.Constant) and "." not in str(name.value):
            found = self.imported_by(call)
            return found._replace(top=found.takes != "presence")
        if isinstance(self._parents.of(call), ast.Expr):
            return Sink("presence")
        return Sink("both")

    def imported_by(self, call: ast.Call) -> Sink:
        """Return what is done with the module that a call returns."""
        parent = self._parents.of(call)
        if isinstance(parent, ast.Expr):
            return Sink("presence", call=call)
        found = self.looked_up(call)
        if found.takes == "registry":
            return Sink("module", call=call, whole=True)
        return found._replace(call=call)

    def in_registry(self, entry: ast.expr) -> Sink:
        """Return what is done with an entry of `sys.modules`."""
        found, user = self.looked_up(entry), self._parents.of(entry)
        match user:
            case ast.Delete() | ast.Expr() | ast.Assign(value=ast.Constant(value=None)):
                return found
        beside = frozenset(found.members)
        return found._replace(whole=found.takes == "registry", beside=beside)

    def beside(self, question: ast.Compare) -> frozenset[str]:
        """Return the names that are used where a question is answered.

        if "a" in sys.modules: a.b
        """
        around = [question, *self._parents.around(question)]
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        place = next((one for one in around if isinstance(one, functions)), around[-1])
        return frozenset(
            name
            for node in walk(place)
            for name in (
                getattr(node, "attr", ""),
                node.name if isinstance(node, ast.alias) else "",
            )
            if name
        )

    def looked_up(self, module: ast.expr) -> Sink:
        """Return what is done with a module; `registry`: anything may be."""
        parent = self._parents.of(module)
        if isinstance(parent, ast.Attribute) and isinstance(parent.ctx, ast.Load):
            names = [parent.attr]
            while isinstance(above := self._parents.of(parent), ast.Attribute):
                names.append(above.attr)
                parent = above
            if names[0] in calls.HOLDING:
                return Sink("registry")
            return Sink("members", (".".join(names),))
        if isinstance(parent, ast.Call) and self._is_getattr(parent, module):
            name = parent.args[1]
            assert isinstance(name, ast.Constant)
            return Sink("members", (str(name.value),), attribute=name)
        match parent:
            case (
                ast.Assign(targets=[ast.Name() as local, *_])
                | ast.NamedExpr(target=ast.Name() as local)
            ):
                return self._bound(local, parent)
        return Sink("registry")

    def _bound(self, local: ast.Name, at: ast.AST) -> Sink:
        """Return what is done with a module by a name that is bound to it."""
        uses = [
            one
            for one in self._callees.all_uses(local, at) or []
            # m = sys.modules.get("a")    if m: m.b
            if one.attrs or one.named or not is_asked(one.node, self._parents)
        ]
        taken = [one.named or (".".join(one.attrs),) for one in uses]
        if uses and all({*one.attrs[:1], *one.named} - calls.HOLDING for one in uses):
            return Sink("members", tuple({name for each in taken for name in each}))
        return Sink("registry")

    def _is_getattr(self, call: ast.Call, module: ast.expr) -> bool:
        match call.args:
            case [first, ast.Constant(value=str()), *_] if first is module:
                return self._callees.meaning(call.func) == "builtins.getattr"
        return False
