"""Modules that code seems to pass on as a whole, by its bytes alone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.names import prefixes
from dr_refit.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: An import that is no module's own, and no example.
_INDENTED = regex(rb"[ \t]+(?:import|from)\b")
_INDENTATION = regex(rb"[ \t]*")


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
    return frozenset(
        module
        for local, means in bound
        if local != "*"
        for module in inside.get(means, ())
        if _is_passed(local + module.removeprefix(means), part)
    )


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


def _is_passed(local: str, data: bytes) -> bool:
    """Return whether a name seems to stand alone, but in an import or a comment.

    In `__all__` it is handed on by its name.
    """
    word = re.escape(local.encode())
    # old    old.__dict__
    alone = re.compile(
        rb"%b(?<![\w.\"']%b)(?![\w\"']|\s*\.(?!__(?:dict|getattr)__))" % (word, word)
    )
    return any(
        not re.match(rb"\s*(?:from|import)\b|.*#", data[start : match.start()])
        for match in alone.finditer(data)
        for start in [data.rfind(b"\n", 0, match.start()) + 1]
    )
