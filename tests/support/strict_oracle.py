"""The oracle, as strict as Python: what the properties are judged by."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from tests.support import oracle
from tests.support.moves import pushed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dr_refit.migration.model import Move


class Strict(oracle.Build):
    """The oracle, where it was laxer than Python.

    It lets comprehensions in a class body see the names of the class, does not take
    `del x` for a binding of x, but takes `x: int` in a class for one.
    """

    def lookup(
        self, name: str, sc: oracle.Scope | None
    ) -> tuple[set[str] | None, bool]:
        here = sc
        while here is not None:
            if here.declared.get(name) == "global":
                return self.root.imports.get(name), name in self.root.others
            seen = here is sc or not isinstance(here.node, ast.ClassDef)
            if seen and (name in here.imports or name in here.others):
                return here.imports.get(name), name in here.others
            here = here.parent
        return None, False

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:  # noqa: N802 - ast's name
        if (
            node.simple
            and node.value is None
            and isinstance(self.cur.node, ast.ClassDef)
        ):
            self.annotation(node.annotation)
        else:
            super().visit_AnnAssign(node)

    def visit_Name(self, node: ast.Name) -> None:  # noqa: N802 - ast's name
        if isinstance(node.ctx, ast.Del):
            self.cur.others.add(node.id)
        super().visit_Name(node)


#: What a name in a class body means that the class itself binds.
_UNKNOWN = frozenset({"?"})


def resolved(build: Strict) -> list[frozenset[str]]:
    """What the oracle takes every use of a name for, in the order of the file."""
    uses = []
    for name, chain, scope in build.uses:
        if isinstance(scope.node, ast.ClassDef) and (
            name in scope.imports or name in scope.others
        ):
            # Its own as soon as it is bound, a global before; nobody keeps count here.
            uses.append(_UNKNOWN)
            continue
        imports, other = build.lookup(name, scope)
        means = {target + chain for target in imports or ()}
        if other:
            means.add(f"? {name}{chain}")
        uses.append(frozenset(means or {f"builtins.{name}{chain}"}))
    return uses


def oracle_agrees(code: bytes, package: str) -> bool:
    """Whether the oracle as it is sees what the strict one sees."""
    lax = oracle.Build(ast.parse(code), package)
    strict = Strict(ast.parse(code), package)
    pairs = zip(lax.uses, strict.uses, strict=True)
    return _UNKNOWN not in resolved(strict) and all(
        lax.lookup(name, scope) == strict.lookup(name, other)
        for (name, _, scope), (_, _, other) in pairs
    )


def problems(
    before: ast.Module,
    after: ast.Module,
    moves: Sequence[Move],
    *,
    package: str,
    new_package: str,
    reported: bool,
) -> list[str]:
    """Name the uses, and the names in `__all__`, that are wrong by the oracle.

    `new_package`: that of the file when all has moved, for its relative imports.
    `reported`: a person was asked, so that a use may have been left as it was.
    """
    old, new = Strict(before, package), Strict(after, new_package)
    uses, new_uses = resolved(old), resolved(new)
    if len(uses) != len(new_uses):
        return ["a use came or went"]
    pairs = [*zip(uses, new_uses, strict=True)]
    for name in old.all_names or ():
        was, now = (frozenset(b.root.imports.get(name, ())) for b in (old, new))
        if was:
            pairs.append((was, now))
    found = []
    for one, other in pairs:
        want = frozenset(pushed(dotted, moves) for dotted in one)
        left = reported and other == one
        if other != want and not left and one != _UNKNOWN:
            found.append(f"{sorted(one)} became {sorted(other)}")
    return found
