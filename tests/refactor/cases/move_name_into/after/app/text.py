from typing import TYPE_CHECKING

from app.names import split

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 80


def wrap(text):
    return "\n".join(split(text))


# The end.
