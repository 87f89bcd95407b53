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

    def __init__(self, tree: ast.Module, package: str) -> None:
        #: The name that each use stands for, in their order.
        self.nodes: list[ast.Name] = []
        super().__init__(tree, package)

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

    def visit_Attribute(self, node: ast.Attribute) -> None:  # noqa: N802 - ast's name
        inner: ast.expr = node
        while isinstance(inner, ast.Attribute):
            inner = inner.value
        if isinstance(inner, ast.Name):
            self.nodes.append(inner)
        super().visit_Attribute(node)

    def visit_Name(self, node: ast.Name) -> None:  # noqa: N802 - ast's name
        if isinstance(node.ctx, ast.Del):
            self.cur.others.add(node.id)
        if isinstance(node.ctx, ast.Load):
            self.nodes.append(node)
        super().visit_Name(node)

    def sees(self, at: int) -> set[str]:
        """Return what a use of a name may see: imports, others, either.

        Where statements follow each other it is the last binding above; of branches and
        loops whichever of these the rewriter takes it for.
        """
        name, _, scope = self.uses[at]
        own = name in scope.imports or name in scope.others
        declared = any(
            name in node.names
            for node in ast.walk(self.root.node)
            if isinstance(node, ast.Global | ast.Nonlocal)
        )
        if not own or declared or not hasattr(scope.node, "body"):
            return {"either"}
        seen, use = "either", self.nodes[at]
        for statement in scope.node.body if isinstance(scope.node.body, list) else ():
            inside = [*ast.walk(statement)]
            if use in inside:
                return {"either", "imports", "others"} & (
                    {"either", seen} if _is_simple(statement) else {*_SEEN}
                )
            bound = [kind for node in inside if (kind := _binds(node, name))]
            if bound and not _is_simple(statement):
                return {*_SEEN}
            seen = bound[-1] if bound else seen
        return {"either"}


_SEEN = ("either", "imports", "others")


#: What a use may see below an assignment.
_BOUND = {"either", "others"}


def _taken_by_name(tree: ast.Module) -> dict[ast.Name, str]:
    """Map the names of which something is taken by a string to that."""
    found = {}
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Name(id="getattr" | "hasattr" | "setattr" | "delattr"),
                args=[inner, ast.Constant(value=str(name)), *_],
            ):
                while isinstance(inner, ast.Attribute):
                    inner = inner.value
                if isinstance(inner, ast.Name):
                    found[inner] = name
    return found


def _is_simple(statement: ast.stmt) -> bool:
    """Whether a statement holds no others that may be run, or not."""
    return not hasattr(statement, "body") or isinstance(
        statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    )


def _binds(node: ast.AST, name: str) -> str:
    """Return what a node binds a name by; empty: it does not."""
    match node:
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            locals_ = {one.asname or one.name.partition(".")[0] for one in names}
            return "imports" if name in locals_ else ""
        case ast.Name(id=bound, ctx=ast.Store() | ast.Del()):
            return "others" if bound == name else ""
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return "others" if node.name == name else ""
    return ""


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
    flows = any(
        imports and other
        for name, _, scope in strict.uses
        for imports, other in [strict.lookup(name, scope)]
    )
    return (
        not (flows or _taken_by_name(ast.parse(code)))
        and _UNKNOWN not in resolved(strict)
        and all(
            lax.lookup(name, scope) == strict.lookup(name, other)
            for (name, _, scope), (_, _, other) in pairs
        )
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
    named = _taken_by_name(before)
    for at, (one, other) in enumerate(pairs):
        want = frozenset(pushed(dotted, moves) for dotted in one)
        left = reported and other == one
        if other == want or left or one == _UNKNOWN:
            continue
        seen = old.sees(at) if at < len(uses) else set()
        name = named.get(old.nodes[at], "") if at < len(uses) else ""
        # getattr(old, "f")  ->  getattr(new, "f")
        if name and {f"{means}.{name}" for means in other} == {
            pushed(f"{means}.{name}", moves) for means in one
        }:
            continue
        # What has been bound again is no import's.
        imports = frozenset() if seen == _BOUND else _only(other, "imports")
        if not (
            any(_only(other, which) == _only(want, which) for which in seen)
            and imports <= want | one
        ):
            found.append(f"{sorted(one)} became {sorted(other)}")
    return found


def _only(means: frozenset[str], which: str) -> frozenset[str]:
    """Return of what a use means what imports bind, or what others do."""
    if which == "either":
        return means
    return frozenset(m for m in means if m.startswith("? ") == (which == "others"))
