from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .io import read
    from .names import NAME


def show(how: "read") -> None:
    """Show NAME."""


if __name__ == "__main__":
    from tool.io import read
    from tool.names import NAME

    show(read)
    print(NAME)
