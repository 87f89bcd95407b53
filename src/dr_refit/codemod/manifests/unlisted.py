"""Requirements in a pyproject.toml that no list is known for, or that is in a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.manifests.leftovers import verdict
from dr_refit.codes import Code
from dr_refit.findings import Finding, Position
from dr_refit.manifests import elsewhere, requirements, toml_text, toml_values
from dr_refit.manifests.names import distribution
from dr_refit.patterns import regex
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from dr_refit.manifests.toml_values import Path
    from dr_refit.migration.model import Migration
    from dr_refit.migration.table import MoveTable

#: tool.pixi.feature.a.pypi-dependencies
TABLE = regex(r"(?<!extra-build-)dependencies\Z")
_LIST = regex(r"(?:deps|dependencies|requires)\Z")
TOX = "tool\0tox\0legacy_tox_ini"
#: What is prose, about others, or forbids what is retired.
OTHERS = regex(
    r"tool\0codemod\0.*|project\0(?:name|description|readme|urls|keywords|authors"
    r"|dependencies|optional-dependencies|license)\b.*|dependency-groups\0.*"
    r"|tool\0(?:uv|pdm)\0[\w-]+-dependencies(?<!extra-build-dependencies)\0.*"
    r"|tool\0uv\0sources\0.*|tool\0hatch\0envs\0.*dependenc.*"
    r"|tool\0poetry\0(?:name|description|.*dependencies\b.*)"
    r"|tool\0ruff\0.*banned-api\0.*|tool\0importlinter\0.*\0forbidden_modules\0.*"
)


class Gone(NamedTuple):
    """What became of a distribution, and what is needed instead."""

    fate: str
    needed: Sequence[str]


def requiring(text: str, gone: Mapping[str, Gone], above: Path) -> Iterator[Finding]:
    """Yield where a table that is not known requires what is gone.

    `above`: where it would be in a pyproject.toml.
    """
    for path, key in _names(toml_values.read(text)):
        whole = (*above, *path)
        listed = "\0".join(map(str, whole))
        if whole[0] not in {"tool", "build-system"} or OTHERS.fullmatch(listed):
            continue
        line = toml_text.line(text, path)
        if listed == TOX:
            # A tox.ini within.
            line += _first_line(text, line)
            for old, new in gone.items():
                for one in elsewhere.requiring("tox.ini", key, old):
                    yield _left(old, new, line + one.number - 1, one.write)
        elif requirements.parsed(key) and (old := distribution(key)) in gone:
            yield _left(old, gone[old], line, _written(whole, key))
        elif " " in key:
            # before-test = "pip install a-b"
            for old, new in gone.items():
                for one in elsewhere.requiring("Makefile", key, old):
                    yield _left(old, new, line, one.write)


def in_tox(
    text: str, value: str, named: Sequence[Migration], table: MoveTable
) -> Iterator[Finding]:
    """Yield where a tox.ini within names what is called otherwise now."""
    line = toml_text.line(text, (*TOX.split("\0"),))
    line += _first_line(text, line) - 1
    for one in named:
        old = one.distribution or ""
        for at in elsewhere.naming("tox.ini", value, old, one.roots, one.commands):
            new = one.commands.get(at.text)
            what = f"called {new}" if new else table.new_name(at.text)
            if what:
                yield Finding(
                    code=Code.NAME_IN_VALUE,
                    message=f"{at.text} is {what} now",
                    position=Position(line=line + at.number),
                )


def _first_line(text: str, line: int) -> int:
    """Return 1 where a string begins on the line below its key."""
    opening = text.splitlines()[line - 1].rstrip()
    return int(opening.endswith(('"""', "'''")))


def _written(path: Path, key: str) -> Callable[[Sequence[str]], str] | None:
    """Return how requirements are written in a table, or a list; None: not there."""
    if path[-1] == key:
        return elsewhere.entries if TABLE.search(str(path[-2])) else None
    return elsewhere.strings if _LIST.search(str(path[-2])) else None


def _left(
    old: str,
    gone: Gone,
    line: int,
    write: Callable[[Sequence[str]], str] | None,
) -> Finding:
    """Return what there is to say of a requirement, and to write if that is known."""
    if write and gone.needed:
        what = f"{gone.fate}: write `{write(gone.needed)}`"
    else:
        what = verdict(gone.fate, {*map(distribution, gone.needed)})
    return Finding(
        code=Code.REQUIREMENT_LEFT if write else Code.NAME_IN_VALUE,
        message=f"{old} {what}",
        position=Position(line=line),
    )


def _names(value: object, at: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield all keys and strings that are no module: with a hyphen, or required."""
    if isinstance(value, str) and "-" in value:
        yield at, value
    elif isinstance(value, (dict, list)):
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            is_required = bool(at) and TABLE.search(str(at[-1])) is not None
            if isinstance(key, str) and ("-" in key or is_required):
                yield (*at, key), key
            yield from _names(inner, (*at, key))
