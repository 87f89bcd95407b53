"""`[tool.codemod]` in a project's pyproject.toml."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from dr_refit.errors import RefitError

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


_LISTS = ("migrations", "select", "ignore", "exclude", "extend-exclude")


def load(path: str) -> Settings:
    """Read the settings of the project that a path belongs to.

    Raises RefitError for a pyproject.toml that is not TOML, and for unknown keys.
    """
    folder = os.path.abspath(
        path if os.path.isdir(path) else os.path.dirname(path) or "."
    )
    while not os.path.isfile(os.path.join(folder, "pyproject.toml")):
        above = os.path.dirname(folder)
        if above == folder or os.path.exists(os.path.join(folder, ".git")):
            return Settings()
        folder = above
    path = os.path.join(folder, "pyproject.toml")
    with open(path, "rb") as file:
        return _parse(file.read(), path, folder)


def _parse(data: bytes, file: str, root: str) -> Settings:
    if b"codemod" not in data:
        return Settings(root=root)

    import tomllib  # most projects have no such table

    try:
        parsed = tomllib.loads(data.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RefitError(f"{file}: {error}", "mend the file") from error
    return of_project(parsed, file, root)


def of_project(project: dict[str, Any], file: str, root: str) -> Settings:
    """Read the settings in what a pyproject.toml says. Raises: as `load`."""
    table: Any = project
    for name in ("tool", "codemod"):
        table = table.get(name, {})
        if not isinstance(table, dict):
            raise RefitError(f"{file}: {name} is not a table", "write [tool.codemod]")
    for key, value in table.items():
        _check(file, key, value)
    lists = {key.replace("-", "_"): tuple(table[key]) for key in _LISTS if key in table}
    ignores = {k: tuple(v) for k, v in table.get("per-file-ignores", {}).items()}
    return Settings(root=root, per_file_ignores=ignores, **lists)


def _check(file: str, key: str, value: Any) -> None:
    known = (*_LISTS, "per-file-ignores")
    if key not in known:
        near = get_close_matches(key, known, 1)
        hint = f"did you mean {near[0]}?" if near else f"known: {', '.join(known)}"
        raise RefitError(f"{file}: [tool.codemod] has no key {key}", hint)
    if key == "per-file-ignores":
        good = isinstance(value, dict) and all(map(_is_strings, value.values()))
        what = "a table of lists of codes"
    else:
        good, what = _is_strings(value), "a list of strings"
    if not good:
        raise RefitError(f"{file}: [tool.codemod] {key} is not {what}", "mend the file")


def _is_strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
