from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING

import packaging

if TYPE_CHECKING:
    from collections.abc import Sequence


def half(x):
    return math.floor(x / 2)


# How long a line may be.
WIDTH = 20


def words(text: str) -> Sequence[str]:
    """Split a text.

    >>> from new_scaling.utils import words
    >>> words("a b")
    ['a', 'b']
    """
    from shutil import get_terminal_size

    assert get_terminal_size().columns and packaging.__name__
    return re.findall(r"\w+", text[:WIDTH])
