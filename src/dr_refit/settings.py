"""`[tool.codemod]` in a project's pyproject.toml."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from dr_refit import toml
from dr_refit.toml import fields, list_of, map_of, string

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What a project has set for every run."""

    #: The folder of the pyproject.toml, to which all paths are relative.
    root: str = "."
    migrations: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    exclude: tuple[str, ...] | None = None
    extend_exclude: tuple[str, ...] = ()
    per_file_ignores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


_TEXTS: Final = list_of(string("string", ""), "strings")
_CODEMOD: Final = {
    "migrations": (_TEXTS, "Migration files of the project's own."),
    "select": (_TEXTS, "Ids of the migrations to run, instead of all."),
    "ignore": (_TEXTS, "Ids of the migrations to leave out."),
    "exclude": (_TEXTS, "Patterns of paths to exclude, instead of the default ones."),
    "extend-exclude": (
        _TEXTS,
        "Patterns of paths to exclude, in addition to the default ones.",
    ),
    "per-file-ignores": (
        map_of(list_of(string("string", ""), "codes")),
        "Pattern of paths -> the codes that are not reported there.",
    ),
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
    return toml.parse(path, data, _SHAPE, lambda file: _read(file.data, root))


def _read(data: toml.Table, root: str) -> Settings:
    table = dict(data.get("tool", {}).get("codemod", {}))
    ignores = {k: tuple(v) for k, v in table.pop("per-file-ignores", {}).items()}
    lists = {key.replace("-", "_"): tuple(value) for key, value in table.items()}
    return Settings(root=root, per_file_ignores=ignores, **lists)
