"""Find comments, and those that are directives for a tool."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from dr_refit.python.source import Source

_COMMENT = re.compile(r"#[^\r\n]*")
_PRAGMA = re.compile(
    r"#\s*(noqa|type:\s*ignore|pylint:|pyright:|mypy:|ruff:|isort:|fmt:|nosec|codemod:"
    r"|pragma:|ty:)",
    re.IGNORECASE,
)


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
