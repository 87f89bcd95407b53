"""Pickles whose classes and functions are in a package that is called otherwise."""

from __future__ import annotations

import ast
import io
from typing import TYPE_CHECKING

from dr_refit.names import is_under
from dr_refit.python.nodes import walk
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from dr_refit.python.facts import Facts
    from dr_refit.python.renamed import Renaming

#: The bytes in which a string has its length, by what begins it.
_LENGTHS = {"SHORT_BINUNICODE": 1, "BINUNICODE": 4, "BINUNICODE8": 8}
_STORES = frozenset({"PUT", "BINPUT", "LONG_BINPUT", "MEMOIZE"})
_LOADS = frozenset({"GET", "BINGET", "LONG_BINGET"})


class Splice(NamedTuple):
    """Other bytes for a stretch of a pickle."""

    start: int
    end: int
    data: bytes


class _Op(NamedTuple):
    name: str
    arg: object
    start: int


def splices(data: bytes, old: str, new: str) -> list[Splice]:
    """Return what to write into a pickle in which a package has its new name.

    Nothing where it is no pickle, or has nothing of the package.
    """
    import pickletools  # rarely needed

    try:
        ops = [
            _Op(op.name, arg, start or 0)
            for op, arg, start in pickletools.genops(io.BytesIO(data))
        ]
    except (ValueError, UnicodeDecodeError):
        return []
    if not ops or ops[-1].start + 1 != len(data):
        return []
    found = {*_modules(ops, old, new)}
    return sorted(found | {*_frames(ops, found)})


def spliced(data: bytes, found: Iterable[Splice]) -> bytes:
    """Return a pickle with other bytes in it."""
    parts: list[bytes] = []
    end = 0
    for one in found:
        parts += data[end : one.start], one.data
        end = one.end
    return b"".join([*parts, data[end:]])


class InBytes(NamedTuple):
    """A literal of bytes that names the package."""

    literal: ast.Constant
    data: bytes
    #: What is to be written into it; empty: it is no pickle.
    splices: list[Splice]


def in_bytes(facts: Facts, renaming: Renaming) -> Iterator[InBytes]:
    """Yield the literals of bytes that name the package: pickles, or texts."""
    old, new = renaming.old, renaming.new
    if old.encode() in facts.source.code:
        for node in walk(facts.source.tree):
            match node:
                case ast.Constant(value=bytes(data)) if renaming.is_in(data):
                    found = splices(data, old, new) or _in_text(data, renaming)
                    yield InBytes(node, data, found)


def _in_text(data: bytes, renaming: Renaming) -> list[Splice]:
    """Return what to write into bytes that are code, or another text."""
    text = data.decode("ascii", "replace")
    if not all(one.isprintable() or one.isspace() for one in text):
        return []
    return [
        Splice(one.start, one.end, one.text.encode()) for one in renaming.spans(text)
    ]


def _modules(ops: list[_Op], old: str, new: str) -> Iterator[Splice]:
    grown = len(new.encode()) - len(old.encode())
    for op in _named(ops):
        start = op.start + 1
        module = str(op.arg).partition(" ")[0]
        if not is_under(module, old):
            continue
        if size := _LENGTHS.get(op.name, 0):
            length = len(module.encode()) + grown
            if length >= 256**size:
                continue
            yield Splice(start, start + size, length.to_bytes(size, "little"))
            start += size
        yield Splice(start, start + len(old.encode()), new.encode())


def _named(ops: list[_Op]) -> Iterator[_Op]:
    """Yield what names a module: GLOBAL, or the string that STACK_GLOBAL takes."""
    memo: dict[object, _Op] = {}
    pushed: list[_Op] = []
    for op in ops:
        if op.name in _STORES:
            if pushed:
                memo[len(memo) if op.name == "MEMOIZE" else op.arg] = pushed[-1]
            continue
        if op.name == "GLOBAL":
            yield op
        elif op.name == "STACK_GLOBAL":
            yield from (o for o in pushed[-2:-1] if o.name in {*_LENGTHS, "UNICODE"})
        pushed.append(memo.get(op.arg, op) if op.name in _LOADS else op)


def _frames(ops: list[_Op], found: set[Splice]) -> Iterator[Splice]:
    """Yield the lengths of frames that hold more, or less, than before."""
    for op in ops:
        if op.name == "FRAME" and isinstance(op.arg, int):
            start = op.start + 9
            grown = sum(
                len(one.data) - (one.end - one.start)
                for one in found
                if start <= one.start < start + op.arg
            )
            if grown:
                length = (op.arg + grown).to_bytes(8, "little")
                yield Splice(op.start + 1, start, length)
