"""Find comments, and those that are directives for a tool."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from dr_refit.patterns import regex
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from dr_refit.python.source import Source

_COMMENT = regex(r"#[^\r\n]*")
_IGNORE = regex(rb"#\s*codemod:\s*ignore(?:\[([^\]]*)\]|(?=\s*(?:#|$)))")
_PRAGMA = regex(
    r"#\s*(noqa|type:\s*ignore|pylint:|pyright:|mypy:|ruff:|isort:|fmt:|nosec|codemod:"
    r"|pragma:|ty:)",
    re.IGNORECASE,
)

#: PEP 484: `# type: a.b`, but not `# type: ignore`; what follows is another comment.
_TYPE = regex(r"#[ \t]*type:[ \t]*(?!ignore(?![\w.]))([^#\r\n]*[^#\s])")
_TYPE_BYTES = regex(_TYPE.pattern.encode())
#: In settings: key: # ...;  ; ...;  {}, // ...;  /* ...
_IN_SETTINGS = regex(rb"(?:^|\s)(?:#|//)|^\s*(?:;|/\*)")
_QUOTED = regex(rb"\"(?:[^\"\\]|\\.)*\"|'[^']*'")


class Comment(NamedTuple):
    """A comment, and where it stands."""

    text: str
    #: 1-based.
    line: int
    #: 0-based, in characters.
    column: int


def comments_of(source: Source) -> Iterator[Comment]:
    """Yield the comments of a file that parses; in a string there is none.

    It takes longer than to parse the file: look for their text in the bytes before.
    """
    import io  # rarely needed
    import tokenize

    text = source.code.decode().replace("\r\n", "\n").replace("\r", "\n")
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            yield Comment(token.string, *token.start)


def ignored_lines(code: bytes) -> dict[int, set[str]]:
    """Return line -> the codes that a comment there ignores; none: all of them."""
    found = {}
    if b"codemod:" in code:
        for number, line in enumerate(code.splitlines(), 1):
            if comment := _IGNORE.search(line):
                codes = (comment.group(1) or b"").decode()
                found[number] = set(re.findall(r"[\w-]+", codes))
    return found


def may_type(source: Source, names: Collection[str]) -> bool:
    """Return whether a comment that is a type may hold one of some names."""
    if b"type:" not in source.code:
        return False
    words = [name.encode() for name in names]
    return any(
        source.disguised or any(word in found[1] for word in words)
        for found in _TYPE_BYTES.finditer(source.code)
    )


def type_comments_of(source: Source) -> dict[int, ast.Constant]:
    """Return the types that stand in comments, by their lines."""
    types = {}
    lines = source.code.splitlines()
    for comment in comments_of(source):
        if found := _TYPE.match(comment.text):
            before = lines[comment.line - 1].decode()[: comment.column]
            start = len((before + comment.text[: found.start(1)]).encode())
            types[comment.line] = ast.Constant(
                value=found[1],
                lineno=comment.line,
                col_offset=start,
                end_lineno=comment.line,
                end_col_offset=start + len(found[1].encode()),
            )
    return types


def comments_in(code: str) -> list[str]:
    """List the comments of code that holds no string."""
    return _COMMENT.findall(code)


def is_explained(source: Source, statement: ast.stmt) -> bool:
    """Return whether a comment on an import's lines is for people."""
    start, end = source.start(statement), source.line_end(source.end(statement))
    if source.code.find(b"#", start, end) < 0:
        return False
    text = source.code[start:end].decode()
    return not all(map(is_pragma, comments_in(text)))


def is_pragma(comment: str) -> bool:
    """Return whether a comment is for a tool: `# noqa`, `# type: ignore`."""
    return bool(_PRAGMA.match(comment))


def begins_comment(line: bytes) -> bool:
    """Return whether what a line of settings goes on with is a comment."""
    return _IN_SETTINGS.search(_QUOTED.sub(b"", line)) is not None
