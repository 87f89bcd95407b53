"""Moves by their two names, checked: those of a command line, and of settings."""

from __future__ import annotations

import unicodedata
from keyword import iskeyword
from typing import TYPE_CHECKING, Any

from dr_refit.errors import RefitError
from dr_refit.migration.model import Migration, Move
from dr_refit.names import is_under
from dr_refit.settings import line_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dr_refit.settings import Settings


def dotted(name: str) -> str:
    """Spell a name as Python compares it (NFKC). Raises RefitError: it is none."""
    name = unicodedata.normalize("NFKC", name.strip())
    for part in name.split("."):
        if iskeyword(part) or not part.isidentifier():
            why = "a keyword" if iskeyword(part) else "no identifier"
            raise RefitError(f"{part!r} in {name!r} is {why}", "write dotted names")
    return name


def move_of(old: str, new: str, *, module: bool, **rest: Any) -> Move:
    """Return a move from its two names. Raises RefitError: they are none."""
    old, new = dotted(old), dotted(new)
    if old == new:
        raise RefitError(f"{old} moves to itself", "list it under [kept]")
    for name in (old, new):
        if not module and "." not in name:
            raise RefitError(f"{name} is not in a module", "write module.name")
    return Move(old=old, new=new, module=module, **rest)


def _add(
    found: dict[str, Move], old: str, new: str, *, module: bool, example: str
) -> None:
    """Add a move to others, by its old name; `example` is how it is written.

    Raises RefitError: no dotted names, an old name that moves elsewhere already, a new
    one that a module has, of those that were added before.
    """
    try:
        move = move_of(old, new, module=module, home="promised")
    except RefitError as error:
        raise RefitError(error.message, f"write it like {example}") from None
    if (other := found.setdefault(move.old, move)).new != move.new:
        what = f"{move.old} moves to {other.new} already"
        raise RefitError(what, "leave one of the two out")
    for other in () if module else found.values():
        # old.f = new.a    old.b = new.a.b
        if other.module and is_under(other.new, move.new):
            what = f"{move.new} is a module: {other.old} moves to {other.new}"
            raise RefitError(what, "give one of the two another name")


def command_line(moves: Sequence[str], modules: Sequence[str]) -> Migration:
    """Make a migration of --move and --move-module, chains and swaps welcome.

    Raises RefitError: not OLD=NEW, no dotted names, one old name with two new ones.
    """
    found: dict[str, Move] = {}
    options = [("--move-module", option) for option in modules]
    options += [("--move", option) for option in moves]
    for flag, option in options:
        old, _, new = option.partition("=")
        module = flag == "--move-module"
        example = "--move-module a.b=x.y"
        if not module:
            example = f"--move a.b.C=x.y.D, and a module like {example}"
        try:
            _add(found, old, new, module=module, example=example)
        except RefitError as error:
            what = f"{flag} {option}: {error.message}"
            raise RefitError(what, error.hint) from None
    return Migration(id="command-line", moves=tuple(found.values()))


def of_settings(settings: Settings, data: bytes) -> Migration:
    """Make a migration of the moves in a project's settings, likewise.

    `data` is what the settings were read from. Raises RefitError, with file and line.
    """
    found: dict[str, Move] = {}
    modules, moves = settings.move_module.items(), settings.move.items()
    listed = [("move-module", old, new) for old, new in modules]
    listed += [("move", old, new) for old, new in moves]
    for key, old, new in listed:
        module = key == "move-module"
        example = '"a.b" = "x.y"'
        if not module:
            example = f'"a.b.C" = "x.y.D", and a module in move-module like {example}'
        try:
            _add(found, old, new, module=module, example=example)
        except RefitError as error:
            where = f"{settings.path}:{line_of(data, key, old)}"
            raise RefitError(f"{where}: {error.message}", error.hint) from None
    return Migration(id="pyproject", moves=tuple(found.values()))
