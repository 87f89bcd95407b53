"""Names that are taken of modules by strings that are made as code runs.

getattr(a, name), vars(a), a.__dict__, import_module("a"), exec("from a import *")
match a: case object(name=b)
"""

from __future__ import annotations

import ast
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from dr_refit.patterns import regex
from dr_refit.python.annotations import last_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

#: A text that is there wherever a pattern matches, and found faster -> the pattern.
_RUNS = {
    b"exec(": regex(rb"exec\((?<![\w.]exec\()"),
    b"eval(": regex(rb"eval\((?<![\w.]eval\()"),
    b"compile(": regex(rb"compile\((?<![\w.]compile\()"),
    b"'-c'": regex(rb"'-c'"),
    b'"-c"': regex(rb'"-c"'),
}
_IMPORTS = {
    how: regex(re.escape(how) + rb"\s*[\"']([\w.]+)")
    for how in (b"import_module(", b"__import__(", b"importorskip(", b"modules[")
}
_TAKES = {
    b"attr(": regex(
        rb"attr\((?<=(?:getattr|setattr|hasattr)\()"
        rb"\s*([\w.]+)\s*,\s*(?![\"'\s])"
    ),
    **{
        how: regex(re.escape(how) + rb"\s*([\w.]+)\s*\)")
        for how in (b"vars(", b"dir(", b"getmembers(")
    },
    # match a: case object(b=c)
    b"match ": regex(rb"match (?<![\w.]match )\s*([\w.]+)\s*:"),
}
_DICT = b".__dict__"
_BEFORE_DICT = regex(rb"(?<![\w.])([\w.]+)\Z")
_NEAR = 100
_POSES = regex(rb"globals\(\)(?:\.update|\[)")
_GETS = b"def __getattr__"


def runs_code(code: bytes) -> bool:
    """Return whether code in strings seems to be run."""
    return any(_found(_RUNS, code))


def imported(code: bytes) -> set[str]:
    """Return the modules that seem to be imported by their names."""
    return {one[1].decode(errors="replace") for one in _found(_IMPORTS, code)}


@lru_cache(maxsize=1)  # asked for each import of a file
def holders(code: bytes) -> frozenset[str]:
    """Return the dotted names of that of which attributes seem to be taken so.

    What a module has for others by all names of another is asked of these others.
    """
    found = {one[1] for one in _found(_TAKES, code)}
    at = code.find(_DICT)
    while at >= 0:
        before = _BEFORE_DICT.search(code, max(at - _NEAR, 0), at)
        found |= {before[1]} if before else set()
        at = code.find(_DICT, at + 1)
    found -= {b"self", b"cls"}
    if not found or _POSES.search(code):
        return frozenset()
    if code.startswith(_GETS) or b"\n" + _GETS in code:
        return frozenset()
    return frozenset(one.decode(errors="replace") for one in found)


def takes_own(code: bytes, names: Iterable[str]) -> bool:
    """Return whether names are used that a module seems to take of another for its own.

    globals().update(vars(a)); f()
    """
    if not _POSES.search(code):
        return False
    anyone = b"|".join(re.escape(name.encode()) for name in names)
    used = rb"(?<![\w.'\"])(?<!def )(?<!class )(?:%b)(?![\w'\"])(?!\s*=[^=])" % anyone
    return bool(anyone) and re.search(used, code) is not None


def assigned(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield names of a module, and the modules that are imported by theirs for them.

    a = import_module("b.c")
    """
    for statement in tree.body:
        match statement:
            case ast.Assign(
                targets=[ast.Name(id=local)],
                value=ast.Call(func=func, args=[ast.Constant(value=str(module)), *_]),
            ) if last_name(func) in {"import_module", "importorskip"}:
                yield local, module


def _found(
    patterns: Mapping[bytes, re.Pattern[bytes]], code: bytes
) -> Iterator[re.Match[bytes]]:
    for text, pattern in patterns.items():
        if text in code:
            yield from pattern.finditer(code)
