"""Find comments, and those that are directives for a tool."""

from __future__ import annotations

import re

_COMMENT = re.compile(r"#[^\r\n]*")
_PRAGMA = re.compile(
    r"#\s*(noqa|type:\s*ignore|pylint:|pyright:|mypy:|ruff:|isort:|fmt:|nosec|codemod:"
    r"|pragma:|ty:)",
    re.IGNORECASE,
)


def comments_in(code: str) -> list[str]:
    """List the comments of code that holds no string."""
    return _COMMENT.findall(code)


def is_pragma(comment: str) -> bool:
    """Return whether a comment is for a tool: `# noqa`, `# type: ignore`."""
    return bool(_PRAGMA.match(comment))
