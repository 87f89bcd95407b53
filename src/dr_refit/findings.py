"""What a run reports: a code, what is wrong, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codes import Code
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from dr_refit.codes import Kind, Level

#: The names of the files in which a mark, a comment, keeps what no exception tells.
MARKED = (".py", ".ipynb")


class Position(NamedTuple):
    """Where something stands in a file."""

    #: 1-based, in characters; 0 where a finding belongs to the whole file.
    line: int = 0
    column: int = 0
    #: The cell of a notebook, 1-based; 0 elsewhere.
    cell: int = 0


WHOLE_FILE = Position()


class Finding(NamedTuple):
    """Something that a person must decide, or should know."""

    code: Code
    message: str
    position: Position = WHOLE_FILE
    #: It holds for the whole project: a run says it at one place.
    everywhere: bool = False
    kind: Kind = "imports"

    @property
    def level(self) -> Level:
        """The level of its code."""
        return self.code.level

    def order(self) -> tuple[int, int, int, str]:
        """Return what the findings of a file are sorted by."""
        here = self.position
        return here.cell, here.line, here.column, self.code


def unknown_code(name: str, position: Position) -> Finding:
    """Return the finding for a code that is to be ignored, but is none."""
    from difflib import get_close_matches  # rarely needed

    near = get_close_matches(name, [*Code], 1)
    hint = f"; did you mean {near[0]}?" if near else ""
    message = f"no finding has the code {name}{hint}"
    return Finding(code=Code.UNKNOWN_CODE, message=message, position=position)
