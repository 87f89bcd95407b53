"""What becomes of the expressions of a file: edits, what they mean, and remarks."""

from __future__ import annotations

import ast
from copy import copy
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.model import Meant
from dr_refit.migration.calls import HOLE
from dr_refit.patterns import regex
from dr_refit.python.edits import Edit
from dr_refit.python.nodes import walk
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dr_refit.python.facts import Facts

_HOLE = "__hole__"
_COMMENT = regex(rb"#[^\r\n]*")
#: What binds as closely as an attribute of it.
_PRIMARIES = (
    ast.Name,
    ast.Attribute,
    ast.Call,
    ast.Subscript,
    ast.List,
    ast.Dict,
    ast.Set,
    ast.ListComp,
    ast.SetComp,
    ast.DictComp,
)


class Origin(NamedTuple):
    """A reference that a rule speaks of."""

    #: The name that it starts with, and the call where it is called.
    name: ast.Name
    call: ast.expr | ast.alias
    #: What is called, as it was called and as it is.
    dotted: str
    new: str


class Remark(NamedTuple):
    """What there is to report at a node."""

    node: ast.expr | ast.alias
    origin: Origin
    text: str
    silent: bool
    #: It holds for the whole project.
    once: bool = False


class Work:
    """What is found out about one file."""

    def __init__(self, facts: Facts, taken: Sequence[Edit] = ()) -> None:
        self.facts = facts
        #: What others edit already.
        self._taken = taken
        #: Edits among which no others may be.
        self._spliced: list[Edit] = []
        #: What codemods have rewritten.
        self._whole: set[ast.AST] = set()
        self.source = facts.source
        self.parents = facts.parents
        self._edits: list[tuple[Edit, int]] = []
        self.meant: dict[ast.AST, Meant] = {}
        self.remarks: list[Remark] = []

    def report(
        self,
        node: ast.expr | ast.alias,
        origin: Origin,
        text: str,
        *,
        silent: bool,
        once: bool = False,
    ) -> None:
        """Report something; the same of one node once."""
        remark = Remark(node, origin, text, silent, once)
        if remark not in self.remarks:
            self.remarks.append(remark)

    def now(self, node: ast.expr) -> ast.expr:
        """Return what stands for a node by now, as a part of something new."""
        meant = self.meant.get(node)
        return meant.new if meant and isinstance(meant.new, ast.expr) else copy(node)

    def change(
        self,
        node: ast.expr | ast.stmt,
        new: ast.expr | ast.stmt,
        origins: Iterable[Origin],
        edits: Iterable[Edit],
    ) -> bool:
        """Write something else for a node, unless a comment would be lost.

        What an f-string shows of its own code is left alone, too.
        """
        edits = [one for one in edits if one.text or one.start < one.end]
        for one in edits:
            gone = _COMMENT.findall(self.source.code[one.start : one.end])
            if any(comment.strip() not in one.text for comment in gone):
                return False
        if any(_overlap(a, b) for a in edits for b in self._spliced):
            return False
        if self._is_shown(node) or self.is_dropped(node):
            return False
        meant = self.meant.get(node)
        names = frozenset(one.name for one in origins)
        self.meant[node] = Meant(new, names | (meant.origins if meant else frozenset()))
        start, size = self.source.start(node), self.source.end(node)
        size -= start
        # What stands around more comes first in front of it, and last behind it.
        self._edits += ((one, -size if one.start == start else size) for one in edits)
        return True

    def splice(
        self,
        node: ast.expr | ast.stmt,
        new: ast.expr | ast.stmt,
        origins: Iterable[Origin],
        edits: Sequence[Edit],
    ) -> bool:
        """Write something else for a node likewise, where nothing is edited yet."""
        done = [*self._taken, *(one for one, _ in self._edits)]
        if any(_overlap(a, b) for a in edits for b in done):
            return False
        if not self.change(node, new, origins, edits):
            return False
        self._spliced += edits
        self._whole.add(node)
        return True

    def is_dropped(self, node: ast.AST) -> bool:
        """Return whether a codemod has rewritten what it stood in without it."""
        around = self.parents.around(node) if self._whole else ()
        wholes = [one for one in around if one in self._whole]
        return any(node not in {*walk(self.meant[one].new)} for one in wholes)

    @property
    def edits(self) -> tuple[Edit, ...]:
        """All edits, in the order of the file."""
        ordered = sorted(
            self._edits, key=lambda one: (one[0].start, one[0].end, one[1])
        )
        return tuple(edit for edit, _ in ordered)

    def _is_shown(self, node: ast.AST) -> bool:
        """Return whether it stands in f"{a=}"."""
        below: ast.AST = node
        for one in self.parents.around(node):
            if isinstance(one, ast.JoinedStr):
                before = one.values[one.values.index(below) - 1]  # type: ignore[arg-type]
                text = before.value if isinstance(before, ast.Constant) else ""
                return str(text).rstrip().endswith("=")
            below = one
        return False

    def wrap(self, node: ast.expr, template: str, origins: Iterable[Origin]) -> bool:
        """Write a template around a node."""
        return self.change(
            node,
            filled(template, self.now(node)),
            origins,
            self.around(node, template),
        )

    def around(self, node: ast.expr, template: str) -> list[Edit]:
        """Return the edits that write a template around a node."""
        before, hole, after = template.partition(HOLE)
        start, end = self.source.start(node), self.source.end(node)
        if not hole:
            return [Edit(start=start, end=end, text=template.encode())]
        plain = isinstance(node, ast.Constant) and isinstance(node.value, str | bool)
        if template != HOLE and not (plain or isinstance(node, _PRIMARIES)):
            before, after = f"{before}(", f"){after}"
        return [
            Edit(start=at, end=at, text=text.encode())
            for at, text in ((start, before), (end, after))
            if text
        ]


def _overlap(one: Edit, other: Edit) -> bool:
    """Return whether two edits are of the same code, or one stands in the other's."""
    return max(one.start, other.start) < min(one.end, other.end) or any(
        a.start == a.end and b.start < a.start < b.end
        for a, b in ((one, other), (other, one))
    )


def filled(template: str, value: ast.expr) -> ast.expr:
    """Return the expression of a template around a value."""
    tree = ast.parse(template.replace(HOLE, _HOLE), mode="eval").body

    class Fill(ast.NodeTransformer):
        def visit_Name(self, node: ast.Name) -> ast.expr:
            return value if node.id == _HOLE else node

    filled: ast.expr = Fill().visit(tree)
    return filled
