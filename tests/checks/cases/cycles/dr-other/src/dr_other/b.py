from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from . import a


def run() -> "a":
    from . import a

    return a
