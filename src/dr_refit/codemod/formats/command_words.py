"""Commands of Python as a shell would take them: literals, and lists of words."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from dr_refit.codemod.document import Fragment, Segment
from dr_refit.patterns import regex
from dr_refit.python.edits import Edit
from dr_refit.python.literals import characters
from dr_refit.python.namespaces import MODULE
from dr_refit.python.source import Source
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dr_refit.codes import Kind

#: A literal that a shell reads as Python does: "a b"
_PLAIN = regex(rb"(['\"])((?:(?!\1)[^\\\r\n])+)\1")
#: f"{c}/d", without its letter
_FILLED = regex(rb"[fF](['\"])(?:(?!\1)[^\\\r\n])+\1")
_OPENING = regex(rb"[rRuU]*(['\"])")
_COMMENT = regex(rb"#[^\r\n]*")
_WORD = regex(rb"(['\"]).*?\1")
#: The last line, or the blanks, between two words.
_BLANKS = regex(rb"(?:\\?\r?\n)?[ \t]*\Z")
_COMMA = regex(rb"[ \t]*,")


class Listed(NamedTuple):
    """Elements of a list, or arguments of a call, that are words of a command."""

    node: ast.List | ast.Tuple | ast.Call
    elements: Sequence[ast.expr]


class _Word(NamedTuple):
    """A word of a list: where it stands, and how a shell would be given it."""

    start: int
    stop: int
    text: bytes
    at: int

    @property
    def end(self) -> int:
        """Where it ends in the text for a shell."""
        return self.at + len(self.text)


def of_text(
    holder: Fragment, literal: ast.Constant, before: bytes, kind: Kind
) -> Iterator[Fragment]:
    """Yield a literal as a text for a shell, behind what this has to read before it."""
    source = holder.source
    start, end = source.start(literal), source.end(literal)
    whole = source.code[start:end]
    opening = _OPENING.match(whole)
    if not isinstance(literal.value, str) or not literal.value or not opening:
        return
    value = literal.value.encode("utf-8", "replace")
    stands: Sequence[int]
    if _PLAIN.fullmatch(whole):
        data, write = range(start + 1, end - 1), None
        stands = range(data.start - len(before), data.stop)
    else:
        where = characters(source, literal)
        if where is None:
            return
        data = range(start, end)
        # A byte of a character that has several stands where the character does.
        each = [
            at for c, at in zip(literal.value, where, strict=True) for _ in c.encode()
        ]
        write = _spliced(start, each, opening[1])
        stands = (*(start for _ in before), *(first for first, _ in each))
    yield Fragment(
        source=Source.of_code(source.path, before + value),
        segments=(Segment(range(len(before), len(before + value)), data, write),),
        namespace=MODULE,
        kind=kind,
        within=holder,
        quote=opening[1].decode(),
        stands=stands,
    )


def _spliced(
    start: int, where: Sequence[tuple[int, int]], quote: bytes
) -> Callable[[Sequence[Edit]], Sequence[Edit]]:
    """Return what writes edits of a text into the pieces of a literal.

    `where`: the stretch of code that each byte of the text stands for.
    """

    def edits_of(one: Edit) -> Iterator[Edit]:
        text = one.text.replace(quote, b"\\" + quote)
        if one.start == one.end:
            at = where[one.start - 1][1] - start
            yield Edit(start=at, end=at, text=text)
        last = -1
        for first, stop in where[one.start : one.end]:
            if first >= last:
                yield Edit(start=first - start, end=stop - start, text=text)
                text, last = b"", stop

    def write(edits: Sequence[Edit]) -> Sequence[Edit]:
        return [each for one in edits for each in edits_of(one)]

    return write


def of_list(
    holder: Fragment, listed: Listed, before: bytes, kind: Kind
) -> Iterator[Fragment]:
    """Yield a list as a shell would take its words, each where it stands."""
    source, node = holder.source, listed.node
    opening = source.start(node)
    if isinstance(node, ast.Call):
        opening = source.code.index(b"(", source.end(node.func))
    words = [*_words(source, listed, opening)]
    if not words:
        return
    masked = bytearray(b" " * (words[-1].stop - opening))
    for one in words:
        masked[one.at - opening : one.end - opening] = one.text
    data = range(opening, words[-1].stop)
    yield Fragment(
        source=Source.of_code(source.path, before + masked),
        segments=(
            Segment(
                range(len(before), len(before) + len(data)),
                data,
                _laid_out(source.code, words, opening),
            ),
        ),
        namespace=MODULE,
        kind=kind,
        within=holder,
        is_list=True,
        stands=range(opening - len(before), data.stop),
    )


def _words(source: Source, listed: Listed, opening: int) -> Iterator[_Word]:
    code, close = source.code, source.end(listed.node)
    last = free = opening
    for element in listed.elements:
        start, stop = source.start(element), source.end(element)
        gap = _without_comments(code[last:start])
        # ["a", ("b" "c")]
        inner = gap.find(b"," if last > opening else code[opening : opening + 1]) + 1
        first = last + gap.find(b"(", inner) if b"(" in gap[inner:] else start
        for _ in range(gap.count(b"(", inner)):
            stop += _without_comments(code[stop:close]).index(b")") + 1
        text, at = _said(element, code[first:stop]), first
        if text.startswith(b"$") and first > free:
            # There is room for the sign before the name.
            text, at = b"$" + _name(code[first:stop]), first - 1
        yield _Word(first, stop, text, at)
        last, free = stop, stop + 1


def _without_comments(code: bytes) -> bytes:
    return _COMMENT.sub(lambda one: b" " * len(one[0]), code)


def _said(element: ast.expr, text: bytes) -> bytes:
    """Return an element of a list as a word; with `$`: it may be any."""
    if _PLAIN.fullmatch(text):
        return text
    if _FILLED.fullmatch(text):
        return text[1:]
    match element:
        case ast.Constant(value=str(value)):
            # "a-" "b"    r"a"
            if not set(value) & {*'"$`\\\r\n'}:
                return b'"%b"' % value.encode()
            if not set(value) & {*"'\r\n"}:
                return b"'%b'" % value.encode()
    return b"$" + _name(text)[1:]


def _name(text: bytes) -> bytes:
    return re.sub(rb"[^\w.]", b"_", text)


def _laid_out(
    code: bytes, words: Sequence[_Word], opening: int
) -> Callable[[Sequence[Edit]], Sequence[Edit]]:
    """Return what writes edits of a list as a shell takes it into the list."""
    stops = {one.end: one.stop for one in words}

    def write(edits: Sequence[Edit]) -> Sequence[Edit]:
        found = []
        for one in edits:
            text = one.text
            start, end = (stops.get(at + opening, at + opening) for at in one[:2])
            if texts := [each[0] for each in _WORD.finditer(text)]:
                gap = _between(code, words, opening, end)
                text = gap.join([b"", *texts] if start == end else texts)
            elif not text:
                start, end = _cut(code, words, start, end)
            found.append(Edit(start=start - opening, end=end - opening, text=text))
        return found

    return write


def _between(code: bytes, words: Sequence[_Word], opening: int, stop: int) -> bytes:
    """Return what stands before the word that stops there, and belongs to no other."""
    index = next(i for i, one in enumerate(words) if one.stop == stop)
    last = words[index - 1].stop if index else opening
    gap = _COMMENT.sub(b"", code[last : words[index].start])
    blanks = _BLANKS.search(gap)
    text = blanks[0] if blanks else b""
    return b"," + (text if index or b"\n" in text else b" ")


def _cut(code: bytes, words: Sequence[_Word], start: int, end: int) -> tuple[int, int]:
    """Return what goes where words of a list do, and what is before them.

    A comment that is before them belongs to another word.
    """
    first = next(one.start for one in words if one.start >= start)
    if b"#" not in code[start:first]:
        return start, end
    if behind := [one.start for one in words if one.start >= end]:
        return first, behind[0]
    comma = _COMMA.match(code, end)
    end = comma.end() if comma else end
    if code[end : end + 1] in {b"\r", b"\n"}:
        return len(code[:first].rstrip()), end
    return first, end
