"""Scopes, and the uses of names in them, as values."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["module", "class", "function", "comprehension", "typeparams"]


class Scope:
    """One scope: what it binds, declares and reads."""

    __slots__ = (
        "bound",
        "children",
        "declared",
        "imports",
        "kind",
        "parent",
        "plain",
        "read",
        "settled",
    )

    def __init__(self, kind: Kind, parent: Scope | None) -> None:
        self.kind = kind
        self.parent = parent
        self.children: list[Scope] = []
        #: Name -> the aliases of import statements that bind it here.
        self.imports: dict[str, list[ast.alias]] = {}
        #: Those of them that stand in an `import a.b`, which binds `a`.
        self.plain: set[ast.alias] = set()
        #: Names bound here by anything but an import.
        self.bound: set[str] = set()
        #: Names that are surely bound, as far as the walk has come.
        self.settled: set[str] = set()
        self.declared: dict[str, Literal["global", "nonlocal"]] = {}
        self.read: set[str] = set()
        if parent is not None:
            parent.children.append(self)

    def binds(self, name: str) -> bool:
        """Whether the name is this scope's own."""
        return name in self.bound or name in self.imports

    def mentions(self, name: str) -> bool:
        """Whether the name is bound or declared here."""
        return self.binds(name) or name in self.declared

    def below(self) -> Iterator[Scope]:
        """ScopeVisitor this scope and all inside it."""
        yield self
        for child in self.children:
            yield from child.below()


@dataclass(frozen=True, slots=True)
class Text:
    """A string annotation: the literal, and what its text was parsed behind."""

    literal: ast.Constant
    opening: int


class Reference:
    """A name, or the longest attribute chain on it, where it is used."""

    __slots__ = ("attrs", "bound", "dynamic", "fixed", "name", "node", "scope", "text")

    def __init__(
        self,
        *,
        scope: Scope,
        name: ast.Name,
        node: ast.expr,
        text: Text | None,
        fixed: bool,
        bound: bool | None,
    ) -> None:
        self.scope = scope
        self.name = name
        #: The outermost attribute, or the name itself.
        self.node = node
        #: The string annotation it stands in.
        self.text = text
        #: It cannot be edited: a string in a string annotation, or f"{a.b=}".
        self.fixed = fixed
        #: Whether its scope has bound the name by then; None: perhaps.
        self.bound = bound
        #: The attribute that getattr, patch.object ... take by its name.
        self.dynamic = ""
        attrs: list[str] = []
        while isinstance(node, ast.Attribute):
            attrs.append(node.attr)
            node = node.value
        self.attrs = tuple(reversed(attrs))
