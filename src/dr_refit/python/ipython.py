"""What IPython adds to Python: magics, shell lines and help, masked for its parser.

What is masked keeps its length and its newlines, so that lines and offsets hold.
"""

from __future__ import annotations

import ast
import re
import warnings
from functools import lru_cache
from typing import TYPE_CHECKING

from dr_refit.patterns import regex
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


#: Where a line may be no Python.
_MAY = regex(rb"^[ \t]*[%!?]|=[ \t]*[%!](?!=)|\?[ \t]*(?:#[^\r\n]*)?\r?$", re.MULTILINE)
#: What matters for where a logical line ends.
_TOKEN = regex(
    rb"'''(?:[^'\\]|\\.|'(?!''))*+'''"
    rb'|"""(?:[^"\\]|\\.|"(?!""))*+"""'
    rb"|'(?:[^'\\\r\n]|\\(?:\r\n|.))*+'"
    rb'|"(?:[^"\\\r\n]|\\(?:\r\n|.))*+"'
    rb"|\\(?:\r\n|[\r\n])"
    rb"|(?P<comment>\#[^\r\n]*)"
    rb"|(?P<open>[\[({])|(?P<close>[\])}])|(?P<end>\r\n|[\r\n])",
    re.DOTALL,
)
_REST = rb"(?:[^\\\r\n]|\\(?:\r\n|.))*"
#: %magic a, !command, ?name
_COMMAND = regex(rb"[ \t\f]*(?P<text>[%!?]" + _REST + rb")", re.DOTALL)
#: a, b = !command
_ASSIGNED = regex(
    rb"[ \t\f]*[A-Za-z_\x80-\xff][^=!<>%#\"'()\r\n]*=[ \t]*"
    rb"(?P<text>(?:!|%(?=\w))" + _REST + rb")",
    re.DOTALL,
)
#: a.b?
_HELP = regex(rb"[%\w.*\[\]\x80-\xff](?P<text>\?\??)\s*\Z")
#: All of a cell, which is a magic without its sign then: pip install a
_ALONE = regex(
    rb"\s*(?P<text>(?:cat|cd|conda|cp|env|less|ll|ls|mamba|man|micromamba|mkdir|more|mv|pip"
    rb"|pwd|rm|rmdir|run|time|timeit|uv)[ \t]+[^=,(\s][^\r\n]*)\s*"
)
_CELL_MAGIC = regex(rb"\s*%%(?P<name>[\w!]+)")
#: Where a cell of a script starts.
_MARKER = regex(rb"^# ?%%", re.MULTILINE)
#: %timeit -n 10 f()
_RUNS = regex(
    rb"%{1,2}(?:time|timeit|prun|memit)(?!\w)"
    # -n 10, -s cumulative
    rb"(?:[ \t]+(?:-[sTD][ \t]+\S+|-\w+(?:[ \t]+\d+)?))*[ \t]+"
)
#: ?a.b, %pinfo a.b
_ASKS = regex(
    rb"(?:\?\??|%(?:pinfo2?|pdoc|pdef|pfile|psource)[ \t]+)"
    rb"(?=[A-Za-z_\x80-\xff][\w.\x80-\xff]*[ \t]*\Z)"
)

#: Magics of cells that are no Python, or Python that shares no names.
_FOREIGN = frozenset(
    b"! HTML R SVG bash bigquery cmd cython file html javascript js latex markdown perl"
    b" powershell pypy python python2 python3 ruby script sh sql svg sx system"
    b" writefile".split()
)


class Masked(NamedTuple):
    """Code that Python can parse, and the stretches that stand for something else."""

    code: bytes
    hidden: tuple[range, ...] = ()


class _Mask(NamedTuple):
    start: int
    stop: int
    #: What stands there instead, before spaces.
    stand_in: bytes = b"0"


def cell_magic(code: bytes) -> bytes:
    """Return the magic that a whole cell is given to; empty: there is none."""
    found = _CELL_MAGIC.match(code)
    return found["name"] if found else b""


def is_foreign(magic: bytes) -> bool:
    """Return whether what a magic is given is not run with the other cells."""
    return magic in _FOREIGN


@lru_cache(maxsize=256)
def parses(code: bytes) -> bool:
    """Return whether code is valid Python.

    A notebook is read again after its change, and most cells are as they were.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(code.decode())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def mask(code: bytes, *, script: bool = False) -> Masked:
    """Mask what is no Python; in a script that is none, only what can mean no other."""
    alone = None if script else _ALONE.fullmatch(code)
    if not (alone or _MAY.search(code)) or (not script and parses(code)):
        return Masked(code)
    masks = [_Mask(*alone.span("text"))] if alone else [*_masks(code)]
    if script and not (
        _MARKER.search(code) or any(code[one.start] in b"%!" for one in masks)
    ):
        return Masked(code)
    result = bytearray(code)
    for start, stop, stand_in in masks:
        blank = re.sub(rb"[^\r\n]", b" ", code[start + len(stand_in) : stop])
        result[start:stop] = stand_in + blank
    return Masked(bytes(result), tuple(range(one.start, one.stop) for one in masks))


def _masks(code: bytes) -> Iterator[_Mask]:
    at = 0
    while at < len(code):
        if is_foreign(cell_magic(code[at : at + 99])):
            marker = _MARKER.search(code, at)
            stop = marker.start() if marker else len(code)
            start = code.index(b"%%", at)
            yield _Mask(start, stop)
        elif found := _COMMAND.match(code, at) or _ASSIGNED.match(code, at):
            stop = found.end()
            yield _of_command(found["text"], found.start("text"))
        else:
            stop, behind = _logical_end(code, at)
            yield from _of_help(code, at, behind)
        at = stop + 1


def _of_command(text: bytes, start: int) -> _Mask:
    """Mask a command, but for the Python that it is given."""
    if (found := _RUNS.match(text)) and parses(b"0;" + text[found.end() :]):
        return _Mask(start, start + found.end(), b"0;")
    if found := _ASKS.match(text):
        stand_in = b"+" if found.end() == 1 else b"0;"
        return _Mask(start, start + found.end(), stand_in)
    return _Mask(start, start + len(text))


def _of_help(code: bytes, start: int, stop: int) -> Iterator[_Mask]:
    found = _HELP.search(code[start:stop])
    if found is None:
        return
    first, last = found.span("text")
    if parses(code[start : start + first].strip()):
        yield _Mask(start + first, start + last, b"")
    else:
        # a.*b*?
        indent = len(code[start:stop]) - len(code[start:stop].lstrip())
        yield _Mask(start + indent, stop)


def _logical_end(code: bytes, start: int) -> tuple[int, int]:
    """Return where a logical line ends, and where its comment begins."""
    depth, comment = 0, None
    for token in _TOKEN.finditer(code, start):
        if token["open"]:
            depth += 1
        elif token["close"]:
            depth = max(depth - 1, 0)
        elif token["comment"]:
            comment = token.start()
        elif token["end"] and not depth:
            end = token.start()
            break
        elif token["end"]:
            comment = None
    else:
        end = len(code)
    return end, end if comment is None else comment
