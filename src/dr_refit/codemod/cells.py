"""What the cells of a marimo notebook take and return, after their imports changed."""

from __future__ import annotations

import ast
from collections import defaultdict
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from dr_refit.codes import Code
from dr_refit.errors import FileRefused
from dr_refit.patterns import regex
from dr_refit.python.edits import Edit, apply
from dr_refit.python.source import Source
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from dr_refit.codemod.rules.model import Proposal
    from dr_refit.python.facts import Facts
    from dr_refit.python.namespaces import Function

_COMMENT = regex(rb"[ \t]*#[^\r\n]*")
_COMMA = regex(rb"\s*,\s*")


class _Names(NamedTuple):
    """The names that imports of cells bind now, by the numbers of the cells."""

    touched: frozenset[str]
    bound: Mapping[str, set[int]]
    read: Mapping[str, set[int]]


def with_signatures(facts: Facts, proposal: Proposal) -> Proposal:
    """Add to a proposal what it changes of the parameters and returns of cells."""
    cells = facts.cells
    if not cells:
        return proposal
    code = apply(facts.source.code, proposal.edits)
    new = replace(facts, source=Source.of_code(facts.source.path, code))
    names = _names(facts, new)
    edits = [*proposal.edits]
    for number, cell in enumerate(cells):
        edits += _of_parameters(facts.source, cell, number, names)
        edits += _of_return(facts.source, cell, number, names)
    return proposal._replace(edits=tuple(sorted(edits, key=lambda e: (e.start, e.end))))


def _names(old: Facts, new: Facts) -> _Names:
    before, after = old.cell_imports, new.cell_imports
    shared = set[str]().union(*before, *after)
    read, readers = new.cell_readers(shared), old.cell_readers(shared)
    touched = {name for name in shared if read[name] != readers[name]}
    for was, now in zip(before, after, strict=True):
        touched |= (was | now) if was != now else set()
    bound: dict[str, set[int]] = defaultdict(set)
    setup = {alias.local for alias in new.imports if alias.block.scope is None}
    for number, now in enumerate(after):
        for name in now & touched:
            bound[name].add(number)
            others = sum(1 for cell in before if name in cell)
            if len(bound[name]) > max(others, name not in setup):
                message = f"two cells would import `{name}`: import it in one by hand"
                line = old.cells[number].lineno
                raise FileRefused(Code.AMBIGUOUS_NAME, message, line)
    return _Names(frozenset(touched), bound, read)


def _of_parameters(
    source: Source, cell: Function, number: int, names: _Names
) -> Iterator[Edit]:
    args = cell.args.args
    texts = {one.arg: source.code[source.start(one) : source.end(one)] for one in args}
    left = [
        name
        for name in texts
        if name not in names.touched
        or (number in names.read[name] and number not in names.bound[name])
    ]
    came = [
        name
        for name in sorted(names.touched - texts.keys())
        if names.bound[name] and number in names.read[name] - names.bound[name]
    ]
    now = _merged([*texts], left, came)
    if now == [*texts]:
        return
    written = [texts.get(name, name.encode()) for name in now]
    if not args:
        at = source.code.index(b"(", source.start(cell) + len(b"def ")) + 1
        yield Edit(start=at, end=at, text=b", ".join(written))
        return
    if now:
        yield _listed(source, args, [*texts.values()], written)
        return
    start, end = source.start(args[0]), source.end(args[-1])
    comma = _COMMA.match(source.code, end)
    yield Edit(start=start, end=comma.end() if comma else end, text=b"")


def _of_return(
    source: Source, cell: Function, number: int, names: _Names
) -> Iterator[Edit]:
    last = cell.body[-1]
    value = last.value if isinstance(last, ast.Return) else None
    nodes = value.elts if isinstance(value, ast.Tuple) else [value] if value else []
    old = [one.id for one in nodes if isinstance(one, ast.Name)]
    if len(old) < len(nodes):
        return
    left = [
        name for name in old if name not in names.touched or number in names.bound[name]
    ]
    came = [
        name
        for name in sorted(names.touched.difference(old))
        if number in names.bound[name] and names.read[name] - {number}
    ]
    now = _merged(old, left, came)
    if now == old:
        return
    start, end = source.start(last), source.end(last)
    if not isinstance(last, ast.Return):
        at = source.line_end(end)
        indent = source.code[source.line_start(start) : start]
        text = source.newline_after(at) + indent + b"return " + _returned(now)
        yield Edit(start=at, end=at, text=text)
    elif value is None:
        yield Edit(start=end, end=end, text=b" " + _returned(now))
    elif now and (len(now) > 1 < len(nodes) or b"#" in source.code[start:end]):
        before, after = ([name.encode() for name in names] for names in (old, now))
        yield _listed(source, nodes, before, after)
    else:
        text = b"return " + _returned(now) if now else b"return"
        yield Edit(start=start, end=end, text=text)


def _merged(old: Sequence[str], left: Sequence[str], came: Sequence[str]) -> list[str]:
    """Return the names that are left, and those that came where others went."""
    if not came:
        return [*left]
    gone = [at for at, name in enumerate(old) if name not in left]
    at = gone[0] if gone else len(old)
    before = [name for name in old[:at] if name in left]
    now = [*before, *came, *(name for name in old[at:] if name in left)]
    return sorted(now) if [*old] == sorted(old) else now


def _listed(
    source: Source,
    nodes: Sequence[ast.expr | ast.arg],
    old: Sequence[bytes],
    now: Sequence[bytes],
) -> Edit:
    """Write other names in a list, and touch only what lies between those that stay."""
    first = _common(old, now)
    last = _common(old[first:][::-1], now[first:][::-1])
    gone, came = nodes[first : len(old) - last], now[first : len(now) - last]
    between = _between(source, nodes)
    text = between.join(came)
    if gone and came:
        start, end = source.start(gone[0]), source.end(gone[-1])
    elif gone and last:
        # (lt, table)  ->  (table)
        start, end = source.start(gone[0]), source.start(nodes[first + len(gone)])
    elif gone:
        start, end = source.end(nodes[first - 1]), source.end(gone[-1])
    elif last:
        start = end = source.start(nodes[first])
        text += between
    else:
        start = end = source.end(nodes[-1])
        text = between + text
    return Edit(start=start, end=end, text=text)


def _common(one: Sequence[bytes], other: Sequence[bytes]) -> int:
    """Return with how many of the same names two lists begin."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _between(source: Source, nodes: Sequence[ast.expr | ast.arg]) -> bytes:
    if len(nodes) < 2:
        return b", "
    between = source.code[source.end(nodes[0]) : source.start(nodes[1])]
    return _COMMENT.sub(b"", between)


def _returned(names: Sequence[str]) -> bytes:
    text = ", ".join(names)
    return f"({text},)".encode() if len(names) == 1 else text.encode()
