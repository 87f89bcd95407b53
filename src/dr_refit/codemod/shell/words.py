"""The commands of a shell text, word by word, each with where it stands."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from dr_refit.patterns import regex
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

#: `name>=1` is meant as a bound, though to a shell it is a redirection.
_BOUND = rb"(?<=[A-Za-z_\],])[<>]=?(?=\d)"
_TOKEN = regex(
    rb"(?P<word>(?:'[^']*'|\"(?:[^\"\\]|\\.)*\"|\\[^\r\n]|[^\s'\"\\;&|()<>`]|"
    + _BOUND
    + rb"|['\"])+)"
    rb"|(?P<blank>(?:[ \t\f]|\\\r?\n)+)"
    rb"|(?P<heredoc><<-?[ \t]*(?P<quote>['\"]?)(?P<end>\w+)(?P=quote))"
    rb"|(?P<file>&?[<>][<>&|]*)"
    rb"|(?P<operator>.)",
    re.DOTALL,
)
#: What a shell, or IPython, puts something else for.
_EXPANDED = regex(rb"[$`{}]")
#: a() { b; }    function a { b; }    alias a=b
_DEFINED = regex(
    rb"(?m)(?:^|[;&{])[ \t]*"
    rb"(?:(?:function|alias)[ \t]+([\w-]+)|([\w-]+)[ \t]*\([ \t]*\))"
)
_QUOTED = regex(rb"'[^']*'")


class Word(NamedTuple):
    """A word of a command, without its quotes."""

    start: int
    stop: int
    value: str
    #: Something else stands there for the program: a variable, what a command prints.
    is_open: bool = False


class Line(NamedTuple):
    """A simple command: its words, without what is redirected."""

    words: tuple[Word, ...]


def commands(code: bytes) -> Iterator[Line]:
    """Yield the commands of a text, in order."""
    words: list[Word] = []
    #: What `|` separates: commands, or patterns.
    piped: list[Line] = []
    depth = 0
    #: Patterns of a `case` may stand here.
    is_case = False
    is_file = False
    at = 0
    ends: list[bytes] = []
    while found := _TOKEN.match(code, at):
        at = found.end()
        if found["word"]:
            text = found["word"]
            if text.startswith(b"#"):
                at = _line_end(code, found.start())
            elif is_file:
                is_file = False
            elif code[at : at + 1] in {b"<", b">"} and text.isdigit():
                # 2> file
                pass
            else:
                words.append(_word(code, found.start(), at))
        elif found["heredoc"]:
            ends.append(found["end"])
        elif found["file"]:
            is_file = True
        elif found["operator"]:
            operator = found["operator"]
            if words:
                is_case = (words[0].value, words[-1].value) == ("case", "in")
                piped.append(Line(tuple(words)))
            words, is_file = [], False
            is_case = is_case or code[at - 2 : at] == b";;"
            if operator == b")" and not depth:
                # case "$1" in a | b) c ;; esac
                piped, is_case = [], False
            elif operator in b"()":
                depth += 1 if operator == b"(" and not is_case else -1 if depth else 0
            if operator != b"|":
                yield from piped
                piped = []
            if operator == b"\n":
                while ends:
                    at = _behind(code, at, ends.pop(0))
    yield from piped
    if words:
        yield Line(tuple(words))


def defined(code: bytes) -> frozenset[str]:
    """Return the commands that a text defines itself."""
    found = _DEFINED.findall(code)
    return frozenset((a or b).decode() for a, b in found)


def _word(code: bytes, start: int, stop: int) -> Word:
    text = code[start:stop]
    shown = text.decode("utf-8", "replace")
    try:
        values = shlex.split(shown)
    except ValueError:
        return Word(start, stop, shown, is_open=True)
    is_open = _EXPANDED.search(_QUOTED.sub(b"", text)) is not None
    return Word(start, stop, "".join(values), is_open or len(values) != 1)


def _line_end(code: bytes, at: int) -> int:
    end = code.find(b"\n", at)
    return len(code) if end < 0 else end


def _behind(code: bytes, at: int, end: bytes) -> int:
    """Return where the text ends that goes up to a line with a word alone."""
    found = re.compile(rb"^\t*" + re.escape(end) + rb"\r?$", re.MULTILINE)
    last = found.search(code, at)
    return last.end() if last else len(code)
