"""A kind of rule: what it needs to know, what it proposes, and what it allows."""

from __future__ import annotations

from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from dr_refit.codes import Code
from dr_refit.errors import FileRefused
from dr_refit.findings import MARKED
from dr_refit.project.outside import UNUSED, Outside
from dr_refit.project.requirements import Needed
from dr_refit.python.words import joined
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterable, Mapping

    from dr_refit.codes import Kind
    from dr_refit.findings import Finding
    from dr_refit.migration.resolution import Moved
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.edits import Edit
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.renamed import Renaming
    from dr_refit.python.scopes import Scopes
    from dr_refit.python.sinks import Sink
    from dr_refit.python.words import Words


class Project(Protocol):
    """What rules ask of the project that a file belongs to."""

    @property
    def owner(self) -> str:
        """Its own distribution; empty: none is declared."""

    @property
    def renaming(self) -> Renaming | None:
        """A package of its own that is called otherwise from now on."""

    def needed(self, migration: str) -> Needed:
        """Return what its code needs for what a migration moved."""

    def local_modules(self, path: str) -> Mapping[str, str]:
        """Map each retired name to the local module that it means in a file."""

    def wants(self, kind: Kind) -> bool:
        """Return whether a run asks for what is of a kind."""

    def is_marked(self, path: str) -> bool:
        """Return whether a comment is to keep what no exception tells in a file."""

    def is_typed(self, path: str) -> bool:
        """Return whether type checkers see of a file what it hands on by `a as a`."""

    def outside(self, path: str) -> Outside:
        """Return what other files do with a module."""

    def reads(self, dotted: str) -> bool:
        """Return whether the module of a name is the project's own, and reads it."""

    def copies(self, dotted: str) -> tuple[str, ...]:
        """List the names to which its modules bind one as they are loaded."""

    @property
    def sinks(self) -> Callable[[str, str, bool], tuple[Sink, ...]]:
        """What takes a constant of a file in others; `each`: the values in it."""

    def has_name(self, module: str, name: str) -> bool:
        """Return whether a module is the project's own, and has a name, as it seems."""


class NoProject:
    """What a file belongs to that stands alone."""

    owner = ""
    renaming = None

    def needed(self, migration: str) -> Needed:
        """Return nothing: there is no other code."""
        return Needed()

    def local_modules(self, path: str) -> Mapping[str, str]:
        """Map nothing: there are no other files."""
        return {}

    def wants(self, kind: Kind) -> bool:
        """Return that everything is asked for."""
        return True

    def is_marked(self, path: str) -> bool:
        """Return whether it is a module."""
        return path.endswith(MARKED)

    def is_typed(self, path: str) -> bool:
        """Return whether it is a stub."""
        return path.endswith(".pyi")

    def outside(self, path: str) -> Outside:
        """Return nothing: there are no other files."""
        return UNUSED

    def reads(self, dotted: str) -> bool:
        """Return False: there are no other files."""
        return False

    def copies(self, dotted: str) -> tuple[str, ...]:
        """List nothing: there are no other files."""
        return ()

    def sinks(self, path: str, name: str, each: bool) -> tuple[Sink, ...]:
        """List nothing: there are no other files."""
        return ()

    def has_name(self, module: str, name: str) -> bool:
        """Return False: there are no other files."""
        return False


class Proposal(NamedTuple):
    """The edits of one file, what a person must know, and what was moved or left."""

    edits: tuple[Edit, ...] = ()
    findings: tuple[Finding, ...] = ()
    moved: tuple[Moved, ...] = ()
    #: Top-level packages with rules that are still imported.
    imported: frozenset[str] = frozenset()
    #: Where statements start whose calls a person has to look at, and what for.
    reviews: tuple[tuple[int, str], ...] = ()
    #: Dotted name -> start and end of the statement that has to be edited for it.
    required: tuple[tuple[str, int, int], ...] = ()
    #: Aliases, and names where they are used, by which what moved is reached now.
    applied: frozenset[ast.AST] = frozenset()
    #: What its edits are about.
    kinds: frozenset[Kind] = frozenset()

    def of(self, kind: Kind) -> Proposal:
        """Return the proposal as that of a kind of rules."""
        return self._replace(
            findings=tuple(one._replace(kind=kind) for one in self.findings),
            kinds=frozenset([kind] if self.edits else ()),
        )


class Meant(NamedTuple):
    """What stands for a node of the old tree, where a rule rewrites more than names."""

    #: It may hold nodes of the old tree, but not the one that it stands for.
    new: ast.expr | ast.stmt
    #: The names that have to mean what they mean now, each where it is used.
    origins: frozenset[ast.Name]


class View:
    """What rules see of a file while they propose."""

    def __init__(
        self,
        facts: Facts,
        words: Words,
        applied: frozenset[ast.AST] | None = None,
    ) -> None:
        self.facts = facts
        self._words = words
        #: What other rules have moved already; None: it is not known what they did.
        self.applied = applied
        #: What they edit.
        self.edits: tuple[Edit, ...] = ()

    @cached_property
    def scopes(self) -> Scopes:
        """The scopes, and the references to all names that rules ask for."""
        return self.facts.scopes(self._words)


class Rule(Protocol):
    """A kind of rule. It holds no state, and says only what there is to say."""

    @property
    def kind(self) -> Kind:
        """What its edits and findings are about, in a Python file."""

    def names(self, imports: tuple[ImportAlias, ...], table: MoveTable) -> Words:
        """Return the names whose references it needs, each with its attributes."""
        return {}

    def propose(self, view: View, project: Project, table: MoveTable) -> Proposal:
        """Return what is to be changed in a file."""

    def allows(
        self,
        old: ast.AST,
        new: ast.AST,
        meaning: str,
        project: Project,
        table: MoveTable,
        /,
    ) -> bool:
        """Return whether a call of what `meaning` names may become another.

        Asked by the proof, which has seen no proposal.
        """
        return False

    def meant(
        self, view: View, project: Project, table: MoveTable, /
    ) -> Mapping[ast.AST, Meant]:
        """Return what stands for nodes of a file, where more than names is rewritten.

        Asked by the proof, likewise: each may be as it was, or as it is told here.
        """
        return {}


def words_of(rules: Iterable[Rule], facts: Facts, table: MoveTable) -> Words:
    """Return the names that rules ask for."""
    names = (rule.names(facts.imports, table) for rule in rules)
    return joined(word for words in names for word in words.items())


def kept_object(name: str, *, has_rules: bool) -> tuple[Code, str]:
    """Return what there is to say of a module that is used as a whole.

    `has_rules`: names of it moved, and not only names deeper inside it.
    """
    text = f"{name} is used as a whole"
    if has_rules:
        return Code.MODULE_OBJECT_KEPT, f"{text}, but names of it moved elsewhere"
    return Code.PACKAGE_OBJECT_KEPT, f"{text}, and names inside it moved"


def merge(proposals: Iterable[Proposal]) -> Proposal:
    """Join proposals; FileRefused where two of them edit the same code."""
    every = tuple(proposals)
    edits = sorted(
        (edit for one in every for edit in one.edits),
        key=lambda edit: (edit.start, edit.end),
    )
    if any(one.end > other.start for one, other in pairwise(edits)):
        raise FileRefused(Code.NOT_VERIFIED, "two rules would edit the same code")
    return Proposal(
        edits=tuple(edits),
        findings=tuple(finding for one in every for finding in one.findings),
        moved=tuple(moved for one in every for moved in one.moved),
        imported=frozenset().union(*(one.imported for one in every)),
        reviews=tuple(review for one in every for review in one.reviews),
        required=tuple(span for one in every for span in one.required),
        applied=frozenset().union(*(one.applied for one in every)),
        kinds=frozenset().union(*(one.kinds for one in every)),
    )
