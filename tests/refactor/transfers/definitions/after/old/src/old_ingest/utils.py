"""Texts in parts."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def lines(text: str) -> list[str]:
    """Wrap a text."""
    return wrap(text, 20)


class Text:
    parts: Sequence[str]
