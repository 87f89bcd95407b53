"""What edits do to a tree, worked out from the changed lines and chains alone.

A block is a sequence of statements, and these are whole lines: where lines that hold
imports stand for other such lines of the same indentation, and both parse by
themselves, the rest of the tree is what it was. A chain of names is a sequence of
tokens, `a.b.c`: where one stands for another, on one line and to be read, the tree is
the old one with just that node replaced.
"""

from __future__ import annotations

import ast
import keyword
from bisect import bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

from dr_refit.errors import FileRefused
from dr_refit.patterns import regex
from dr_refit.python.annotations import SPECIAL
from dr_refit.python.chains import chains_at
from dr_refit.python.edits import Edit, apply
from dr_refit.python.imports import aliases
from dr_refit.python.mangling import is_private
from dr_refit.python.source import Source
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias

_COMMENT = regex(rb"[ \t\f]*(?:#.*)?")
#: A chain of names, and nothing else: no comment, no newline.
_CHAIN = regex(r"[^\W\d]\w*(?:[ \t]*\.[ \t]*[^\W\d]\w*)*")


class Run(NamedTuple):
    """Import statements in a row, before and after."""

    old: tuple[ImportAlias, ...]
    new: tuple[ImportAlias, ...]


class Chain(NamedTuple):
    """A name, or a chain of attributes on one, before and after."""

    old: ast.expr
    new: ast.expr


class Call(NamedTuple):
    """A call whose arguments differ in more than names, before and after."""

    old: ast.Call
    new: ast.Call


class Changes(NamedTuple):
    """All that differs between two trees."""

    runs: tuple[Run, ...] = ()
    chains: tuple[Chain, ...] = ()
    calls: tuple[Call, ...] = ()
    #: String literals of the old tree that say something else in the new one.
    strings: tuple[ast.Constant, ...] = ()
    #: Nodes of the old tree for which a rule has something else in the new one.
    meant: tuple[ast.AST, ...] = ()

    @property
    def lines(self) -> set[int]:
        """The lines of the old file on which something changes."""
        nodes = [one.statement for run in self.runs for one in run.old]
        return {node.lineno for node in (*nodes, *(c.old for c in self.chains))}

    @property
    def empties_top(self) -> bool:
        """Whether a block begins with what comes behind its imports from now on."""
        return any(
            not run.new and run.old[0].block.body[0] is run.old[0].statement
            for run in self.runs
        )

    @property
    def replaced(self) -> Mapping[ast.AST, Sequence[ast.AST]]:
        """What stands where in the old tree, to make it the new one."""
        found: dict[ast.AST, Sequence[ast.AST]] = {
            chain.old: [chain.new] for chain in self.chains
        }
        for run in self.runs:
            found.update((one.statement, []) for one in run.old)
            new = dict.fromkeys(one.statement for one in run.new)
            found[run.old[0].statement] = [*new]
        return found


class _Doubt(Exception):
    """Only parsing the whole result tells what the edits do."""


def read_changes(facts: Facts, edits: Sequence[Edit]) -> Changes | None:
    """Return what edits change in a file; None: only a parse of the result tells."""
    try:
        return _read(facts, edits)
    except (_Doubt, FileRefused, SyntaxError, ValueError):
        return None


def _read(facts: Facts, edits: Sequence[Edit]) -> Changes:
    source = facts.source
    runs = [_Lines(source, run) for run in facts.runs]
    starts = [run.start for run in runs]
    in_lines: dict[int, list[Edit]] = defaultdict(list)
    others: list[Edit] = []
    for edit in edits:
        at = bisect_right(starts, edit.start) - 1
        if at >= 0 and edit.end <= runs[at].end:
            in_lines[at].append(edit)
        else:
            others.append(edit)
    in_chains = _in_chains(source, others)
    return Changes(
        runs=tuple(
            _changed_run(facts, runs[at], each) for at, each in in_lines.items()
        ),
        chains=tuple(
            _changed_chain(source, old, each) for old, each in in_chains.items()
        ),
    )


# Import statements


class _Lines:
    """The whole lines of a run of import statements."""

    def __init__(self, source: Source, aliases: Sequence[ImportAlias]) -> None:
        self.aliases = aliases
        self.first = source.start(aliases[0].statement)
        self.last = source.end(aliases[-1].statement)
        self.start = source.line_start(self.first)
        stop = source.line_end(self.last)
        self.end = min(stop + len(source.newline_after(stop)), len(source.code))


def _changed_run(facts: Facts, lines: _Lines, edits: Sequence[Edit]) -> Run:
    source, code = facts.source, facts.source.code
    indent = code[lines.start : lines.first]
    behind = code[lines.last : lines.end].strip()
    # x = 1; import a    import a; x = 1
    if indent.strip(b" \t") or (behind and not behind.startswith(b"#")):
        raise _Doubt
    if not source.starts_line(lines.first):
        raise _Doubt
    text = _applied(code, lines.start, lines.end, edits)
    ends = not text or lines.end == len(code) or text.endswith((b"\n", b"\r"))
    if not ends or text.rstrip(b"\r\n").endswith(b"\\"):
        raise _Doubt
    block = lines.aliases[0].block
    if b"__" in text and block.in_class:
        # There a private name means another one.
        raise _Doubt
    # What stands in a block is looked at behind something that opens one.
    piece = Source.of_code(source.path, (b"if 1:\n" if indent else b"") + text)
    statements = _statements(piece, indent)
    if len({alias.statement for alias in lines.aliases}) == len(block.body):
        # The block is nothing but these.
        if not statements:
            raise _Doubt
        if isinstance(statements[0], ast.Pass) and len(statements) == 1:
            statements = []
    new: list[ImportAlias] = []
    for statement in statements:
        if not isinstance(statement, ast.Import | ast.ImportFrom):
            raise _Doubt
        new += aliases(piece, statement, block, facts.context)
    return Run(old=tuple(lines.aliases), new=tuple(new))


def _statements(piece: Source, indent: bytes) -> list[ast.stmt]:
    """Parse whole lines of a block that is so far indented."""
    if not indent:
        return piece.tree.body
    # Nothing but comments is no block.
    if all(map(_COMMENT.fullmatch, piece.code.splitlines()[1:])):
        return []
    (outer,) = piece.tree.body
    assert isinstance(outer, ast.If)
    start = piece.start(outer.body[0])
    if outer.orelse or piece.code[piece.line_start(start) : start] != indent:
        raise _Doubt
    return outer.body


# Chains


def _in_chains(source: Source, edits: Sequence[Edit]) -> Mapping[ast.expr, list[Edit]]:
    """Group edits by the chains of names that hold them."""
    positions = [source.ast_position(edit.start) for edit in edits]
    found = chains_at(source.tree, positions)
    grouped: dict[ast.expr, list[Edit]] = defaultdict(list)
    for edit, position in zip(edits, positions, strict=True):
        if position not in found:
            raise _Doubt
        grouped[found[position]].append(edit)
    return grouped


def _changed_chain(source: Source, old: ast.expr, edits: Sequence[Edit]) -> Chain:
    start, end = source.start(old), source.end(old)
    if any(edit.start < start or edit.end > end for edit in edits):
        raise _Doubt
    names = _names(source.code[start:end])
    if names != ast.unparse(old).split("."):
        raise _Doubt
    if not isinstance(getattr(old, "ctx", None), ast.Load):
        raise _Doubt
    parts = _names(_applied(source.code, start, end, edits))
    if any(map(keyword.iskeyword, parts)) or keyword.issoftkeyword(parts[0]):
        raise _Doubt
    if any(map(is_private, parts)):
        raise _Doubt
    new = ast.parse(".".join(parts), mode="eval").body
    # Optional["a"] is a type, and getattr(a, "b") an attribute.
    if parts[-1] != names[-1] and SPECIAL & {parts[-1], names[-1]}:
        raise _Doubt
    return Chain(old=old, new=new)


def _names(text: bytes) -> list[str]:
    chain = text.decode()
    if not _CHAIN.fullmatch(chain):
        raise _Doubt
    return [name.strip() for name in chain.split(".")]


def _applied(code: bytes, start: int, end: int, edits: Sequence[Edit]) -> bytes:
    """Apply edits to a stretch of the code."""
    if edits[0].start < start or edits[-1].end > end:
        raise _Doubt
    inside = [
        Edit(start=edit.start - start, end=edit.end - start, text=edit.text)
        for edit in edits
    ]
    return apply(code[start:end], inside)
