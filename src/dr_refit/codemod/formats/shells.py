"""What is for a shell: lines of a text, some of them behind prompts; and magics."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from dr_refit.codemod.document import Fragment, Segment
from dr_refit.codemod.formats.blocks import Block, indented
from dr_refit.patterns import regex
from dr_refit.python.comments import begins_comment
from dr_refit.python.namespaces import MODULE
from dr_refit.python.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.codes import Kind

#: (env) user@host:~$ command;  PS C:\> command
_PROMPT = regex(
    rb"[ \t]*(?:\([^()\s]+\)[ \t]*)?"
    rb"(?:(?:[\w.+-]+@[\w.+-]+)?[\w.:~/\[\]-]*[ \t]?[$%]|(?:PS[ \t])?[A-Z]:[^>\r\n]*>)"
    rb"[ \t]+(?=\S)"
)
_MORE = regex(rb"[ \t]*>[ \t]+")
_CONTINUED = regex(rb"\\[ \t]*\r?\n\Z")
_HEREDOC = regex(
    rb"(?m)^[^#\r\n]*?<<-?[ \t]*(?P<quote>['\"]?)(?P<end>\w+)(?P=quote)[^\r\n]*\r?\n"
)
#: python - <<EOF    cat > a.py <<'EOF'
_TAKES_PROGRAM = regex(
    rb"\b(?:python|pypy)[\d.]*(?:[ \t]+-[bBdEiIOqsSuv]+)*(?:[ \t]+-[ \t][^|<>]*)?"
    rb"[ \t]*<<|(?:>[ \t]*|\btee[ \t]+(?:-a[ \t]+)?)[\"']?[^\s\"']+\.py\b"
)
#: python -c "import a"
_CODE = regex(
    rb"\b(?:python|pypy)[\d.]*(?:[ \t]+-[bBdEiIOqsSuv]+)*[ \t]+-c[ \t]+"
    rb"(?:'(?P<single>[^']+)'|\"(?P<double>[^\"\\$`]+)\")"
)
#: alias a='b';  trap 'a' EXIT;  bash -c 'a';  eval 'a'
_GIVEN = regex(
    rb"(?m)(?:^|[;&|({]|\b(?:do|else|exec|sudo|then|time)[ \t])[ \t]*"
    rb"(?:alias[ \t]+[\w.-]+=|trap[ \t]+|eval[ \t]+"
    rb"|(?:/\S*/)?(?:ba|da|k|z)?sh[ \t]+(?:-\w+[ \t]+)*-\w*c[ \t]+)"
    rb"(?:'(?P<single>[^']+)'|\"(?P<double>[^\"\\`]+)\")(?![^\s;&|)}])"
)
_IGNORED = regex(rb"[^\r\n]*#\s*codemod: ignore")
#: %pip install a;  !pip install a;  %run -m a.b, as a shell would;  %load_ext a.b
_MAGIC = regex(
    rb"!+|%?(?=(?:pip|uv|conda|mamba|micromamba)[ \t])|%(?:sx|sc|system)[ \t]+"
    rb"|(?=%(?:aimport|run|(?:re|un)?load_ext)[ \t])"
)
#: Cells with a program of their own in Python.
_PROGRAM = regex(
    rb"\s*%%(?:python3?|pypy3?|script[ \t]+(?:\S*/)?python[\d.]*"
    rb"|(?:write)?file[ \t]+(?:-a[ \t]+)?[\"']?\S+\.py[\"']?)[ \t]*\r?\n"
)
#: Cells that a shell runs.
_CELL = regex(
    rb"\s*%%(?:!|(?:bash|sh|sx|system)\b|script[ \t]+(?:ba|z|k)?sh\b)[^\r\n]*\r?\n?"
)


def of_lines(
    data: bytes, lines: Sequence[tuple[int, int]], stop: int
) -> Iterator[Block]:
    """Yield the commands of a block; where some have prompts, the rest is output."""
    ends = [*(start for start, _ in lines[1:]), stop]
    found: list[tuple[int, int]] = []
    some = False
    for (start, skipped), end in zip(lines, ends, strict=True):
        text = data[start + skipped : end]
        prompt = _PROMPT.match(text)
        goes_on = not prompt and found and _CONTINUED.search(data[found[-1][0] : start])
        if found and not goes_on:
            yield Block(data, tuple(found), start, is_shell=True)
            found = []
        if prompt or goes_on:
            some = True
            before = prompt or _MORE.match(text)
            found.append((start, skipped + (before.end() if before else 0)))
    if found:
        yield Block(data, tuple(found), stop, is_shell=True)
    if not some and (block := indented(data, lines, stop)):
        yield block._replace(is_shell=True)


def programs(shell: Fragment) -> Iterator[Block]:
    """Yield the Python in a text for a shell: python -c "...";  python - <<EOF."""
    for found in _CODE.finditer(shell.code):
        start, stop = found.span("single" if found["single"] else "double")
        yield _lines(shell.code, start, stop)
    at = 0
    while opened := _HEREDOC.search(shell.code, at):
        closed = re.compile(rb"(?m)^\t*" + re.escape(opened["end"]) + rb"[ \t]*\r?$")
        last = closed.search(shell.code, opened.end())
        at = last.start() if last else len(shell.code)
        is_one = _TAKES_PROGRAM.search(opened[0]) is not None
        if is_one and last and opened.end() < at:
            yield _lines(shell.code, opened.end(), at)


def _lines(code: bytes, start: int, stop: int) -> Block:
    starts = [start]
    while (end := code.find(b"\n", starts[-1], stop)) >= 0 and end + 1 < stop:
        starts.append(end + 1)
    return Block(code, tuple((one, 0) for one in starts), stop)


def given(shell: Fragment) -> Iterator[Fragment]:
    """Yield the commands in a text for a shell that are quoted: trap 'a' EXIT."""
    code = shell.code
    for found in _GIVEN.finditer(code) if not shell.is_made else ():
        name = "single" if found["single"] else "double"
        start, stop = found.span(name)
        line = code.rfind(b"\n", 0, start) + 1
        if begins_comment(code[line:start]) or _IGNORED.match(code, stop):
            continue
        yield replace(
            part(shell, found[name], start, shell.kind or "docs"),
            quote=code[stop : stop + 1].decode(),
            stands=range(start, stop),
        )


def of_magic(text: bytes) -> int | None:
    """Return where in a magic starts what it gives to a shell; None: it gives none."""
    found = _CELL.match(text) or _MAGIC.match(text)
    return found.end() if found else None


def of_program(text: bytes) -> int | None:
    """Return where the program starts that a cell runs, or writes to a file."""
    found = _PROGRAM.match(text)
    return found.end() if found else None


def part(holder: Fragment, code: bytes, at: int, kind: Kind) -> Fragment:
    """Return code that stands from an offset on in a fragment as one of its own."""
    return Fragment(
        source=Source.of_code(holder.source.path, code),
        segments=(
            Segment(
                range(len(code)),
                range(at, at + len(code)),
                None,
                indent=at - holder.code.rfind(b"\n", 0, at) - 1,
            ),
        ),
        namespace=MODULE,
        kind=kind,
        within=holder,
    )


def magics(
    holder: Fragment,
    code: bytes,
    hidden: Sequence[range],
    at: int = 0,
    kind: Kind = "notebooks",
) -> Iterator[tuple[Fragment, bool]]:
    """Yield what is hidden in code, which stands at an offset, and what of it is run.

    That is what a shell is given; else the second value is False.
    """
    for stretch in hidden:
        text = code[stretch.start : stretch.stop]
        begin = of_magic(text)
        start = begin or 0
        yield (
            part(holder, text[start:], at + stretch.start + start, kind),
            begin is not None,
        )
