"""Requirements of a pyproject.toml that the next release could break."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from packaging.requirements import InvalidRequirement, Requirement
from packaging.utils import canonicalize_name

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

#: Operators that keep the next release out. `!=` keeps only one out.
_CAPS: Final = ("<", "<=", "==", "===", "~=")


def uncapped(project: dict[str, Any], managed: Container[str]) -> tuple[str, ...]:
    """List the requirements on managed distributions that have no upper bound.

    `project` is the content of a pyproject.toml, `managed` holds canonical names. What
    has a URL, or a source of uv's, is pinned there.
    """
    sources = _table(_table(_table(project, "tool"), "uv"), "sources")
    pinned = {canonicalize_name(name) for name in sources}
    own = canonicalize_name(str(_table(project, "project").get("name", "")))
    found: dict[str, None] = {}
    for text in _requirements(project):
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue
        name = canonicalize_name(requirement.name)
        capped = any(each.operator in _CAPS for each in requirement.specifier)
        if name in managed and not (
            capped or requirement.url or name in pinned or name == own
        ):
            found[text] = None
    return tuple(found)


def _requirements(project: dict[str, Any]) -> Iterator[str]:
    table = _table(project, "project")
    groups = [
        table.get("dependencies", []),
        *_table(table, "optional-dependencies").values(),
        *_table(project, "dependency-groups").values(),
    ]
    for group in groups:
        # A group may include others: { include-group = "test" }
        yield from (each for each in group if isinstance(each, str))


def _table(table: dict[str, Any], key: str) -> dict[str, Any]:
    found = table.get(key)
    return found if isinstance(found, dict) else {}
