"""Attributes in code, by its bytes alone: what they seem to be reached through."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.patterns import regex
from dr_refit.python.likely import BETWEEN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

#: The name in front of an attribute, which is not looked for farther away.
_CHAIN = regex(rb"(?<!\w)((?:\w+[\s\\]*\.[\s\\]*)+)\Z")
_LINE = regex(rb"[ \t#]*(\w+)")
_QUOTED = regex(rb"[\"'](\w+)[\"']\s*[\])]\s*\Z")
_BY_NAME = regex(
    rb"(?:(?:import_module|__import__|importorskip)\(|modules\[)"
    rb"\s*[\"']([\w.]+)[\"']\s*[\])]\s*\Z"
)
_GETTER = regex(rb"attrgetter\([^()]*[\"']\Z")
#: How far before an attribute that is looked for.
NEAR = 100


def chain(
    data: bytes, start: int, end: int, known: Collection[str]
) -> tuple[str, str, bool]:
    """Return the name that an attribute is reached through, and the rest.

    Empty: it is no name's, as in a[0].b. And whether a quote stands before them.
    `known`: the names that imports bind, and of what packages these are.
    """
    near = max(start - NEAR, 0)
    found = _CHAIN.search(data, near, start)
    begin = found.start() if found else start
    if named := _BY_NAME.search(data, near, begin - 1):
        # import_module("a").f    is one of  a
        rest = BETWEEN.sub(b"", data[begin:end]).decode(errors="replace")
        return named[1].decode(errors="replace"), f".{rest}", True
    if found is None:
        quoted = _QUOTED.search(data, near, start - 1)
        way = f".{quoted[1].decode()}.{data[start:end].decode()}" if quoted else ""
        return "", way, False
    line = _LINE.match(data, data.rfind(b"\n", begin, start) + 1)
    if line and line.start() > begin and line[1].decode(errors="replace") in known:
        # The end of a sentence.
        # a.f
        begin = line.start(1)
    sign = data[begin - 1 : begin]
    before = BETWEEN.sub(b"", data[begin:end])
    first, dot, rest = before.decode(errors="replace").partition(".")
    if sign == b"." or _GETTER.search(data, near, begin):
        return "", f".{first}{dot}{rest}", False
    return first, dot + rest, sign in (b"'", b'"')


def with_values(
    first: str, rest: str, values: Iterable[tuple[str, str]]
) -> Iterator[str]:
    """Yield what a chain is where one of its names is assigned an attribute."""
    parts = [first, *rest.split(".")]
    for name, value in values:
        if name in parts[:-1]:
            yield ".".join((value, *parts[parts.index(name) + 1 :]))


def is_parameter(name: str, data: bytes) -> bool:
    """Return whether a function seems to have a parameter that is called so."""
    text = re.escape(name.encode())
    before = rb"(?:\bdef\s+\w+\s*\([^)]*|\blambda\b[^:\n]*)(?<!\w)"
    return re.search(before + text + rb"(?!\w)", data) is not None


def assigned(data: bytes, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield names, each with a dotted name that is assigned to it."""
    # Most names are imported, or `self`.
    for name in names:
        word = name.encode()
        text = re.escape(word)
        patterns = []
        if any(word + sign in data for sign in (b" =", b"=", b" :=")):
            value = rb"((?:\w+\.)*\w+)(?![\w.(\[])"
            patterns.append(rb"%b(?<![\w.]%b)[ \t]*:?=[ \t]*%b" % (text, text, value))
        if b" as " + word in data and b"with " in data:
            value = rb"(?<![\w.])((?:\w+\.)*\w+)"
            patterns.append(rb"with\b[^\n]*?" + value + rb" as " + text + rb"(?!\w)")
        for pattern in patterns:
            for found in re.finditer(pattern, data):
                yield name, found[1].decode(errors="replace")
