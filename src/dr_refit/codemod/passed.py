"""Modules that code seems to pass on as a whole, by its bytes alone."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from dr_refit.names import prefixes, root
from dr_refit.patterns import regex
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

#: An import that is no module's own, and no example.
_INDENTED = regex(rb"[ \t]+(?:import|from)\b")
_INDENTATION = regex(rb"[ \t]*")
#: What begins a statement that is no expression.
_NO_USE = regex(rb"\s*(?:#|(?:from|import)\b)")
#: old    old.__dict__
_SELF = regex(r"\.__(?:dict|getattr)__.*")


class Inside(NamedTuple):
    """Modules that are passed on, and what seems to be used of them then."""

    #: Dotted name of what is passed on -> path of a module in it -> its names.
    names: Mapping[str, Mapping[str, frozenset[str]]]
    #: Those of the dotted names by which what moved seems to be used.
    moved: frozenset[str]
    #: The files that seem to pass one on.
    files: frozenset[str]


def modules_inside(modules: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Map dotted names to the modules that are reached by them."""
    found: dict[str, list[str]] = {}
    for module in modules:
        for name in prefixes(module):
            found.setdefault(name, []).append(module)
    return found


def seem_passed(
    bound: Iterable[tuple[str, str]], inside: Mapping[str, Sequence[str]], part: bytes
) -> frozenset[str]:
    """Return the modules that seem to be passed on in code by what imports bind.

    import a.old    a.old  is  a  with what follows
    """
    called: dict[str, set[str]] = {}
    for local, means in bound:
        for module in inside.get(means, ()) if local != "*" else ():
            rest = module.removeprefix(means)
            called.setdefault(local + rest, set()).add(module)
    firsts = {*map(root, called)}
    names = {name for one in firsts for name in _alone(one, called, part)}
    return frozenset().union(*(called[name] for name in names))


def seem_attributes(
    bound: Iterable[tuple[int, str, str]],
    inside: Mapping[str, Sequence[str]],
    data: bytes,
) -> frozenset[str]:
    """Return the modules that classes seem to import as attributes of theirs."""
    return frozenset(
        module
        for start, _, means in bound
        if means in inside and _INDENTED.match(data, start)
        if _is_in_class(data, start)
        for module in inside[means]
    )


def _is_in_class(data: bytes, start: int) -> bool:
    """Return whether a line is of the body of a class, as the lines above it say."""
    indented = _INDENTATION.match(data, start)
    depth = len(indented[0]) if indented else 0
    while start and depth:
        end = start - 1
        start = data.rfind(b"\n", 0, end) + 1
        line = data[start:end]
        text = line.lstrip()
        if text and not text.startswith(b"#") and len(line) - len(text) < depth:
            depth = len(line) - len(text)
            if text.startswith((b"class ", b"def ", b"async ")):
                return text.startswith(b"class ")
    return False


def _alone(first: str, names: Collection[str], data: bytes) -> Iterator[str]:
    """Yield those of some dotted names that stand alone, but in imports and comments.

    In `__all__` one is handed on by its name.
    """
    for match in _chains(first).finditer(data):
        rest = b"".join(match[1].split()).decode(errors="replace")
        name = first + _SELF.sub("", rest)
        if name not in names:
            continue
        start = data.rfind(b"\n", 0, match.start()) + 1
        # import a; f(a)
        start = max(start, data.rfind(b";", start, match.start()) + 1)
        if not _NO_USE.match(data, start):
            yield name


@cache
def _chains(first: str) -> re.Pattern[bytes]:
    """Match what begins with a name, with all attributes that follow."""
    # Its letters come first: such a pattern is found as fast as they are.
    word = re.escape(first.encode())
    rest = rb"((?:\s*+\.\s*+\w++)*+)"
    return re.compile(rb"%b(?<![\w.\"']%b)(?!\w)%b(?![\"'])" % (word, word, rest))
