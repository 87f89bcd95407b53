"""Names."""

from typing import TYPE_CHECKING
import re
from typing import overload

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Mapping

SEPARATOR = ","


def names() -> "Mapping[str, str]":
    return {}


@overload
def split(text: str) -> "Sequence[str]": ...
@overload
def split(text: bytes) -> "Sequence[bytes]": ...


# How a text is split.
def split(text):
    return re.split(SEPARATOR, text)


if __name__ == "__main__":
    names()
