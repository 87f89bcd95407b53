"""Scopes, and the references to names in them, as values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from dr_refit.names import root
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable, Iterator

    from dr_refit.python.choices import Choice

Kind = Literal["module", "class", "function", "comprehension", "typeparams"]


class Scope:
    """One scope: what it binds, declares and reads.

    It knows the scope around it, not those inside it, so that no scope holds itself
    and memory is free as soon as nobody looks at it.
    """

    __slots__ = (
        "bound",
        "declared",
        "imports",
        "kind",
        "node",
        "parent",
        "plain",
        "read",
        "settled",
        "valued",
    )

    def __init__(self, kind: Kind, parent: Scope | None, node: ast.AST | None) -> None:
        self.kind = kind
        self.parent = parent
        #: What opens it; None: the module.
        self.node = node
        #: Name -> the aliases of import statements that bind it here.
        self.imports: dict[str, list[ast.alias]] = {}
        #: Those of them that stand in an `import a.b`, which binds `a`.
        self.plain: set[ast.alias] = set()
        #: Names bound here by anything but an import.
        self.bound: set[str] = set()
        #: Those of them that are bound to more than None, or a truth value.
        self.valued: set[str] = set()
        #: Names that are surely bound, as far as the visitor has come.
        self.settled: set[str] = set()
        #: In a marimo cell, all names but its private ones are the module's.
        self.declared: dict[str, Literal["global", "nonlocal", "cell"]] = {}
        self.read: set[str] = set()

    def binds(self, name: str) -> bool:
        """Return whether the name is this scope's own."""
        return name in self.bound or name in self.imports

    def mentions(self, name: str) -> bool:
        """Return whether the name is bound or declared here."""
        return self.binds(name) or name in self.declared

    def outwards(self) -> Iterator[Scope]:
        """Yield this scope and all around it, the module last."""
        here: Scope | None = self
        while here is not None:
            yield here
            here = here.parent


class AnnotationLiteral(NamedTuple):
    """A type in a string or a comment, and what its text was parsed behind."""

    literal: ast.Constant
    opening: int
    #: The one in whose text it stands.
    outer: AnnotationLiteral | None = None
    #: False: it is in a comment.
    quoted: bool = True

    @property
    def outermost(self) -> ast.Constant:
        """The literal, or the comment, that stands in the code as such."""
        return self.outer.outermost if self.outer else self.literal


class At(NamedTuple):
    """Where the visitor is."""

    scope: Scope
    #: In a branch, which may not be run at all.
    conditional: bool = False
    #: In a loop, where a name bound below may be bound above.
    in_loop: bool = False
    #: In the text of an annotation.
    annotation: AnnotationLiteral | None = None
    #: In an annotation that is never evaluated.
    for_types: bool = False
    editable: bool = True
    #: The branches that it stands in, those around its function too; outermost first.
    choices: tuple[Choice, ...] = ()


class ByName(NamedTuple):
    """Attributes that are taken of something by their names."""

    names: tuple[str, ...]
    #: Other values stand for them: patch.object(a.b, "f")
    is_replaced: bool = False
    #: What names the only one; None: no string does.
    literal: ast.Constant | None = None
    #: What is asked for may be missing: getattr(a.b, "f", None)
    is_asked: bool = False
    #: It is returned, not only asked for, or replaced: getattr(a.b, "f")
    is_taken: bool = False
    #: A pattern of the names, where nothing says which they are: f"a_{b}"
    shape: str = ""

    def may_be(self, names: Iterable[str]) -> bool:
        """Return whether one of some names may be of the pattern."""
        return any(re.fullmatch(self.shape, root(one)) for one in names)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Reference:
    """A name, or the longest attribute chain on it, where it is used."""

    scope: Scope
    name: ast.Name
    #: The outermost attribute, or the name itself.
    node: ast.expr
    attrs: tuple[str, ...]
    #: The string annotation it stands in.
    annotation_literal: AnnotationLiteral | None = None
    #: It stands in an annotation, which nothing evaluates.
    for_types: bool = False
    #: False: it is in a string that may be no type, or in f"{a.b=}".
    editable: bool = True
    #: Whether its scope has bound the name by then; None: perhaps.
    bound: bool | None = None
    #: The call whose function it is.
    call: ast.Call | None = None
    #: The attributes that getattr, patch.object ... take of it.
    by_name: ByName | None = None
    #: The branches that it stands in.
    choices: tuple[Choice, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """The attributes that are surely taken of it by their names."""
        one = self.by_name
        return one.names if one and (one.is_replaced or one.is_asked) else ()

    @property
    def shown(self) -> ast.expr:
        """Where it is reported: the name, or the string that it stands in."""
        literal = self.annotation_literal
        return literal.outermost if literal else self.name
