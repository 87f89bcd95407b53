"""Completion in bash, to which a `=` is a word of its own."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    add_completion_class,
    split_arg_string,
)

if TYPE_CHECKING:
    from collections.abc import Iterable


def register() -> None:
    """Let click complete so in bash."""
    add_completion_class(Bash)


class Bash(BashComplete):
    """Completion of words that bash has split: it replaces but the last piece."""

    #: What stands before that piece.
    _before = ""

    def get_completion_args(self) -> tuple[list[str], str]:
        """Return the words before the one that is begun, and that one."""
        pieces = split_arg_string(os.environ["COMP_WORDS"])
        count = int(os.environ["COMP_CWORD"])
        words = _joined(pieces[1 : count + 1])
        if count >= len(pieces):
            return words, ""
        *words, begun = words
        self._before = begun if pieces[count] == "=" else begun[: -len(pieces[count])]
        return words, begun

    def format_completion(self, item: CompletionItem[Any]) -> str:
        """Return a completion of the last piece."""
        before = self._before
        if before.startswith("-"):
            before = before.partition("=")[2]
        value = item.value.removeprefix(before)
        return super().format_completion(CompletionItem(value, item.type))


def _joined(pieces: Iterable[str]) -> list[str]:
    """Join what a `=` has split, but for an option after it."""
    words: list[str] = []
    for piece in pieces:
        splits = piece == "=" or (words and words[-1].endswith("="))
        if words and splits and not piece.startswith("-"):
            words[-1] += piece
        else:
            words.append(piece)
    return words
