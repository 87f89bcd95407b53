"""`[tool.codemod]` in a project's pyproject.toml."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final

from dr_refit import toml
from dr_refit.codes import KINDS, Code, Kind
from dr_refit.findings import Finding, Position, unknown_code
from dr_refit.records import NamedTuple
from dr_refit.toml import BOOLEAN, fields, list_of, map_of, string

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


class Settings(NamedTuple):
    """What a project has set for every run."""

    #: The folder of the pyproject.toml, to which all paths are relative.
    root: str = "."
    migrations: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()
    exclude: tuple[str, ...] | None = None
    extend_exclude: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = {}
    sort: bool = True
    #: Old dotted name -> new one, of symbols and of modules with all under them.
    move: Mapping[str, str] = {}
    move_module: Mapping[str, str] = {}
    #: Whether a comment keeps what no exception tells.
    marks: bool = True
    #: What is rewritten, and reported; a run may ask for less.
    kinds: frozenset[Kind] = frozenset(KINDS)
    #: What there is to report of the settings themselves.
    findings: tuple[Finding, ...] = ()

    @property
    def path(self) -> str:
        """Where they are."""
        return os.path.join(self.root, "pyproject.toml")


_TEXTS: Final = list_of(string("string", ""), "strings")
_MOVES: Final = map_of(
    string() | {"description": 'Write it "old.name" = "new.name", in quotes.'}
)
_CODEMOD: Final = {
    "migrations": (_TEXTS, "Migration files of the project's own."),
    "select": (_TEXTS, "Ids of the migrations to run, instead of all."),
    "ignore": (_TEXTS, "Ids of the migrations to leave out."),
    "homes": (_TEXTS, "Planned packages that are there, or will be."),
    "exclude": (_TEXTS, "Patterns of paths to exclude, instead of the default ones."),
    "extend-exclude": (
        _TEXTS,
        "Patterns of paths to exclude, in addition to the default ones.",
    ),
    "per-file-ignores": (
        map_of(list_of(string("string", ""), "codes")),
        "Pattern of paths -> the codes that are not reported there.",
    ),
    "move": (_MOVES, "What --move does: old name of a symbol -> its new one."),
    "move-module": (_MOVES, "What --move-module does, likewise."),
    "marks": (BOOLEAN, "Whether a comment keeps what no exception tells."),
    "sort": (BOOLEAN, "Whether ruff sorts imports again that were sorted."),
}
#: All else in a pyproject.toml is for others.
_SHAPE: Final = {
    "type": "object",
    "properties": {
        "tool": {
            "type": "object",
            "title": "table",
            "description": "Write [tool.codemod].",
            "properties": {
                "codemod": fields(_CODEMOD) | {"description": "Write [tool.codemod]."}
            },
        }
    },
}


def parse(path: str, data: bytes, root: str) -> Settings:
    """Read the settings in the content of a pyproject.toml.

    Raises RefitError, with file and line, on the first thing wrong in them.
    """
    if b"codemod" not in data:
        return Settings(root=root)
    return toml.parse(path, data, _SHAPE, lambda file: _read(file, root))


def line_of(data: bytes, key: str, value: str) -> int:
    """Return the line on which a list has a value, in a file that was read."""
    import tomllib

    document = toml.Document(data.decode(), tomllib.loads(data.decode()))
    return document.line("tool", "codemod", key, value)


def _read(file: toml.Document, root: str) -> Settings:
    table = dict(file.data.get("tool", {}).get("codemod", {}))
    ignores = {k: tuple(v) for k, v in table.pop("per-file-ignores", {}).items()}
    rest: dict[str, Any] = {
        key.replace("-", "_"): tuple(value) if isinstance(value, list) else value
        for key, value in table.items()
    }
    return Settings(
        root=root,
        per_file_ignores=ignores,
        findings=tuple(_unknown_codes(file, ignores)),
        **rest,
    )


def _unknown_codes(
    file: toml.Document, ignores: Mapping[str, tuple[str, ...]]
) -> Iterator[Finding]:
    for pattern, codes in ignores.items():
        for code in codes:
            if code not in Code:
                at = ("tool", "codemod", "per-file-ignores", pattern, code)
                yield unknown_code(code, Position(line=file.line(*at)))
