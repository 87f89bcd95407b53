"""What code imports, by its bytes alone: that, and more that only looks so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.names import absolute, root
from dr_refit.patterns import regex
from dr_refit.python.words import any_in

if TYPE_CHECKING:
    from collections.abc import Iterator

_IMPORT = regex(rb"import(?<!\wimport)(?!\w)")
#: What follows the word: a list in brackets, or up to the end of the line.
_LIST = regex(rb"[\s\\]*(?:\(([^)]*)|((?:[^\r\n;\\]|\\\r?\n?)*))")
_COMMENT = regex(rb"#[^\r\n]*")
#: What may stand between two parts of a name.
BETWEEN = regex(rb"[\s\\]+")
#: a = import_module("b.c")
_ASSIGNED = regex(
    rb"^(\w+)[ \t]*=[ \t]*(?:\w+\.)?(?:import_module|importorskip)"
    rb"\(\s*[\"']([\w.]+)[\"']",
    re.MULTILINE | re.ASCII,
)
_WAYS = (b"import_module(", b"importorskip(")
#: from a import *    as the end of a statement has one, or of a string with code
_STAR = regex(rb"\*(?<=[\s\\t]\*)[ \t]*(?:[;#\\\r\n\"'`]|\Z)")
#: Its letters come first: such a pattern is found as fast as they are.
IMPORT_STAR = regex(rb"import[\s\\]*\*")
#: What stands in front of it, from the last word that begins such a statement on.
_BEFORE_STAR = regex(
    rb"(?s:.*)(?<!\w)from((?=[\s\\.])[\w.\s\\\x80-\xff]*)(?<!\w)import[\s\\]*\Z"
)
#: Bytes that such a statement is never longer than.
_LONG = 500


def seem_imported(data: bytes, package: str) -> Iterator[tuple[int, str, str, str]]:
    """Yield what statements seem to import: where, of what module, a name, its alias.

    import a.b as c    ""  "a.b"  "c"
    """
    for found in _IMPORT.finditer(data):
        start = data.rfind(b"\n", 0, found.start()) + 1
        while data.endswith((b"\\\n", b"\\\r\n"), 0, start):
            # from a \
            #     import b
            start = data.rfind(b"\n", 0, start - 1) + 1
        # import a; from b import c
        after = max(start, data.rfind(b";", start, found.start()) + 1)
        before = data[after : found.start()].replace(b"\\", b"").split()
        listed = _LIST.match(data, found.end())
        if listed is None:
            continue
        names = _COMMENT.sub(b"", listed[1] or listed[2] or b"").replace(b"\\", b"")
        module = ""
        if len(before) > 1 and before[-2] == b"from":
            written = before[-1].decode(errors="replace")
            module = absolute(written, package) or written
        for each in names.decode(errors="replace").split(","):
            name, _, local = each.strip().partition(" as ")
            local = local.strip()
            # A sentence has the word, too.
            is_name = (local or name).replace(".", "").isidentifier()
            if (is_name and name) or (name == "*" and module):
                yield start, module, name, local


def seem_bound_at(data: bytes, package: str) -> Iterator[tuple[int, str, str]]:
    """Yield where imports seem to stand, what they bind, and what that means.

    `from a import *` seems to bind `*` to `a`.
    """
    if any_in(_WAYS, data):
        for found in _ASSIGNED.finditer(data):
            yield found.start(), found[1].decode(), found[2].decode()
    for start, module, name, local in seem_imported(data, package):
        if name == "*":
            yield start, name, module
        elif module:
            yield start, local or name, f"{module}.{name}"
        else:
            yield start, local or root(name), name if local else root(name)


def seem_bound(data: bytes, package: str) -> Iterator[tuple[str, str]]:
    """Yield what imports seem to bind, and what that means."""
    for _, local, means in seem_bound_at(data, package):
        yield local, means


def seem_starred(data: bytes, package: str) -> list[str]:
    """List the modules of which a file seems to import all."""
    found = []
    for star in IMPORT_STAR.finditer(data):
        start = star.end() - 1
        before = _BEFORE_STAR.match(data, max(start - _LONG, 0), start)
        if before is not None and _STAR.match(data, start):
            written = BETWEEN.sub(b"", before[1]).decode(errors="replace")
            found.append(absolute(written, package) or written)
    return found
