"""What a pyproject.toml declares, read leniently: it is of the users' making."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dr_refit.manifests.names import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.manifests.toml_values import Path

#: Files of which each has tables of a pyproject.toml, and where they would be there.
TABLES: dict[str, Path] = {
    "pyproject.toml": (),
    "hatch.toml": ("tool", "hatch"),
    "uv.toml": ("tool", "uv"),
}


def above(path: str) -> Path | None:
    """Return the keys above what a file has; None: it is no such file."""
    return TABLES.get(path.rpartition("/")[2])


def read(data: bytes) -> dict[str, Any]:
    """Return the content of a pyproject.toml. Raises ValueError, or RecursionError."""
    import tomllib  # many runs need none

    return tomllib.loads(data.decode("utf-8-sig"))


def name_in(data: bytes) -> str:
    """Return the distribution that a pyproject.toml declares, normalised (PEP 503).

    Empty: it declares none, or cannot be read.
    """
    try:
        return name_of(read(data))
    except (ValueError, RecursionError):
        return ""


def name_of(content: dict[str, Any]) -> str:
    """Return the distribution that is declared, normalised; empty: none."""
    name = table(content, "project").get("name")
    return canonical(name) if isinstance(name, str) else ""


def requirements_of(content: dict[str, Any]) -> Iterator[str]:
    """Yield the requirements of the project, of its extras, and of its groups."""
    project = table(content, "project")
    groups = [
        project.get("dependencies", []),
        *table(project, "optional-dependencies").values(),
        *table(content, "dependency-groups").values(),
    ]
    for group in groups:
        # A group may include others: { include-group = "test" }
        yield from (each for each in group if isinstance(each, str))


def table(content: dict[str, Any], key: str) -> dict[str, Any]:
    """Return a table; an empty one where it is not there, or something else."""
    found = content.get(key)
    return found if isinstance(found, dict) else {}
