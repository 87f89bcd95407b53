"""What takes a string, and what it takes it for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import ast

    from dr_refit.python import string_calls as calls


class Sink(NamedTuple):
    """What takes a string."""

    takes: calls.Takes
    #: The attributes that are taken of the module, each the rest of a dotted name.
    members: tuple[str, ...] = ()
    #: The one of them that a string names.
    attribute: ast.Constant | None = None
    call: ast.Call | None = None
    #: A dotted name would stand for its package.
    top: bool = False
    #: The module itself goes on to where nobody sees what is taken of it.
    whole: bool = False


UNKNOWN = Sink("text")
PIECES = Sink("pieces")
#: What is done with a string by a method of its own.
METHODS: dict[tuple[str, ...], Sink] = {
    ("format",): PIECES,
    ("split",): Sink("command"),
}
