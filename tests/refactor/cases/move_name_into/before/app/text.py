import re
from typing import TYPE_CHECKING, overload

from app.names import SEPARATOR

if TYPE_CHECKING:
    from collections.abc import Sequence

WIDTH = 80


@overload
def split(text: str) -> "Sequence[str]": ...
@overload
def split(text: bytes) -> "Sequence[bytes]": ...


# How a text is split.
def split(text):
    return re.split(SEPARATOR, text)


def wrap(text):
    return "\n".join(split(text))


# The end.
