"""What was worked out before, kept in files beside the objects of a store."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dr_refit.git.loose import appear

if TYPE_CHECKING:
    from collections.abc import Callable


def remembered(store: str, question: str, about: str, answer: Callable[[], str]) -> str:
    """Return the answer to a question, worked out once for what it is about."""
    known, _, said = recall(store, question).partition("\n")
    if known != about:
        said = answer()
        remember(store, question, f"{about}\n{said}")
    return said


def recall(store: str, question: str) -> str:
    """Return what is known; empty: nothing."""
    try:
        with open(_path(store, question), "rb") as file:
            return os.fsdecode(file.read())
    except FileNotFoundError:
        return ""


def remember(store: str, question: str, text: str) -> None:
    """Keep what is known, as a whole or not at all."""
    path = _path(store, question)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    appear(path, os.fsencode(text))


def _path(store: str, question: str) -> str:
    return os.path.join(store, "known", question)
