"""Build backends that find a package by the name of its distribution.

Where the two are not alike any more, the package has to be named.
"""

from __future__ import annotations

import re
from typing import Any

from dr_refit.manifests import pyproject
from dr_refit.names import root

#: By which hatchling knows what goes into a wheel.
_SELECTS = frozenset(
    ["bypass-selection", "force-include", "include", "only-include", "packages"]
)


def with_package(text: str, path: str, old: str, package: str) -> str:
    """Return a pyproject.toml that names the one package of a distribution.

    `path` is where the package is. The text stays as it is where its backend did not
    find the package by its `old` name, or is told already.
    """
    content = _read(text)
    system, poetry = _at(content, "build-system"), _at(content, "tool.poetry")
    name = _at(content, "project").get("name") or poetry.get("name")
    if re.sub(r"[-.]+", "_", str(name)).lower() != old.replace(".", "_").lower():
        return text
    folder, _, last = path.rpartition("/")
    match root(str(system.get("build-backend", ""))):
        case "hatchling":
            table, line = "tool.hatch.build.targets.wheel", f'packages = ["{path}"]'
            told = {*_at(content, table), *_at(content, "tool.hatch.build")}
            if told & _SELECTS:
                return text
        case "flit_core":
            table, line = "tool.flit.module", f'name = "{package}"'
        case "uv_build":
            table, line = "tool.uv.build-backend", f'module-name = "{package}"'
        case "poetry":
            where = f', from = "{folder}"' if folder else ""
            table = "tool.poetry"
            line = f'packages = [{{ include = "{last}"{where} }}]'
        case _:
            return text
    key = line.partition(" ")[0]
    return text if key in _at(content, table) else _added(text, table, line)


def _added(text: str, table: str, line: str) -> str:
    """Return the text with a line in a table, where that is what it comes to."""
    header = re.compile(rf"^\[{re.escape(table)}\][^\n]*\n", re.MULTILINE)
    if found := header.search(text):
        new = f"{text[: found.end()]}{line}\n{text[found.end() :]}"
    else:
        new = f"{text.rstrip()}\n\n[{table}]\n{line}\n"
    here = _at(_read(new), table)
    return new if line.partition(" ")[0] in here else text


def _read(text: str) -> dict[str, Any]:
    try:
        return pyproject.read(text.encode())
    except (ValueError, RecursionError):
        return {}


def _at(content: dict[str, Any], dotted: str) -> dict[str, Any]:
    for key in dotted.split("."):
        content = pyproject.table(content, key)
    return content
