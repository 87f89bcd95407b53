"""Texts in parts."""

from __future__ import annotations

import re
from textwrap import wrap
from typing import TYPE_CHECKING

import packaging

if TYPE_CHECKING:
    from collections.abc import Sequence

# How long a line may be.
WIDTH = 20


def lines(text: str) -> list[str]:
    """Wrap a text."""
    return wrap(text, 20)


def words(text: str) -> Sequence[str]:
    """Split a text.

    >>> from old_ingest.utils import words
    >>> words("a b")
    ['a', 'b']
    """
    from shutil import get_terminal_size

    assert get_terminal_size().columns and packaging.__name__
    return re.findall(r"\w+", text[:WIDTH])


class Text:
    parts: Sequence[str]
