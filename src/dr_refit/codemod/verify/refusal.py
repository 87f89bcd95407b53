"""How a wrong rewrite is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codes import Code
from dr_refit.errors import FileRefused

if TYPE_CHECKING:
    import ast

#: Before what is wrong with a rewrite.
FAILED = "internal check failed: "


def refusal(message: str, node: ast.AST | None = None) -> FileRefused:
    """Return the error that leaves a file alone."""
    line = getattr(node, "lineno", 0)
    return FileRefused(Code.NOT_VERIFIED, f"{FAILED}{message}", line)
