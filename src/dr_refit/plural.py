"""Numbers in sentences."""


def noun(count: int, one: str, many: str = "") -> str:
    """Return the form of a noun that goes with a number."""
    return one if count == 1 else many or f"{one}s"


def counted(count: int, one: str, many: str = "") -> str:
    """Return a number with its noun: `1 file`, `2 files`."""
    return f"{count} {noun(count, one, many)}"
