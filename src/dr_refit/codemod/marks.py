"""Marks: lines of comment that keep a warning until a person has looked."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from dr_refit.codes import Code
from dr_refit.names import parent
from dr_refit.patterns import regex
from dr_refit.python.edits import Edit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.codemod.rules.model import Proposal
    from dr_refit.python.source import Source

#: `coding:` in the first two lines of a file declares its encoding.
_COOKIE = regex(r"coding(?=[:=])")
_MARK = regex(rb"#\s*codemod:\s*review\[")


def is_mark(line: bytes) -> bool:
    """Return whether there is a mark on a line."""
    return _MARK.search(line) is not None


def with_marks(source: Source, proposal: Proposal) -> Proposal:
    """Add a mark above each import whose calls have to be looked at by a person.

    One that the file has already is not added.
    """
    texts: dict[int, list[bytes]] = {}
    edits = [*proposal.edits]
    for start, about in dict.fromkeys(proposal.reviews):
        text = _mark(about, source.encoding)
        if text in source.code:
            continue
        for index, edit in enumerate(edits):
            if edit.start <= start < edit.end and (at := _below(edit, about)):
                # from a import b
                # <- here
                # from c import d
                indent = _indent(edit.text, at)
                line = indent + text + source.newline_after(start)
                new = edit.text[:at] + line + edit.text[at:]
                edits[index] = edit._replace(text=new)
                break
        else:
            texts.setdefault(_line(source, start), []).append(text)
    edits += [_edit(source, at, own) for at, own in texts.items()]
    return proposal._replace(
        edits=tuple(sorted(edits, key=lambda edit: (edit.start, edit.end)))
    )


def _mark(about: str, encoding: str) -> bytes:
    """Write a mark on one line, in characters that the file can hold."""
    shown = "".join(each if each.isprintable() else " " for each in about)
    text = _COOKIE.sub(r"\g<0> ", " ".join(shown.split()))
    mark = f"# codemod: review[{Code.BEHAVIOUR_CHANGED_SILENTLY}] {text}"
    return mark.encode(encoding, "replace").decode(encoding).encode()


def _below(edit: Edit, about: str) -> int:
    """Return where the import of a name starts below others of one edit; else 0."""
    module = re.escape(parent(about.partition(":")[0]).encode())
    pattern = rb"(?:\A|(?<=[\r\n]))[ \t]*(?:from|import)[ \t]+%b(?![\w.])" % module
    found = re.search(pattern, edit.text)
    return found.start() if found else 0


def _indent(code: bytes, at: int) -> bytes:
    return code[at : len(code) - len(code[at:].lstrip(b" \t\f"))]


def _edit(source: Source, at: int, texts: list[bytes]) -> Edit:
    code = source.code
    indent = _indent(code, at)
    newline = source.newline_after(at)
    lines = [indent + text + newline for text in dict.fromkeys(texts)]
    return Edit(start=at, end=at, text=b"".join(lines))


def _line(source: Source, start: int) -> int:
    """Return where a comment may stand above a statement: where no other goes on."""
    if source.starts_line(start):
        return source.line_start(start)
    # x = 1; import a
    # if x: import a
    line, _ = source.ast_position(start)
    return source.offset(max(one for one in _logical(source) if one <= line), 0)


def _logical(source: Source) -> Iterator[int]:
    """Yield the lines on which logical ones start, but those below a decorator."""
    import tokenize  # rarely needed

    blank = {
        tokenize.NL,
        tokenize.COMMENT,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENDMARKER,
    }
    starts = decorated = False
    text = source.code.decode().replace("\r\n", "\n").replace("\r", "\n")
    at = 0
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.NEWLINE:
            starts = False
        elif not starts and token.type not in blank:
            starts = True
            if not decorated:
                at = token.start[0]
            decorated = token.string == "@"
            yield at
