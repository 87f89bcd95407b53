"""Names."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SEPARATOR = ","


def names() -> "Mapping[str, str]":
    return {}


if __name__ == "__main__":
    names()
