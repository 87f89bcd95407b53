"""Requirements of a pyproject.toml that the next release could break."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from packaging.requirements import InvalidRequirement, Requirement

from dr_refit.manifests.names import canonical, distribution
from dr_refit.manifests.pyproject import name_of, requirements_of, table
from dr_refit.names import import_name

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from dr_refit.migration.model import Migration

#: Operators that keep the next release out. `!=` keeps only one out.
_CAPS: Final = ("<", "<=", "==", "===", "~=")


def known(migrations: Iterable[Migration]) -> set[str]:
    """Return the canonical names of the distributions that migrations speak of."""
    texts = {text for one in migrations for text in one.requirements.values()}
    texts |= {
        move.requirement for one in migrations for move in one.moves if move.requirement
    }
    names = {Requirement(text).name for text in texts}
    names |= {one.distribution for one in migrations if one.distribution}
    return {canonical(name) for name in names}


def uncapped(project: dict[str, Any], known: Container[str]) -> tuple[str, ...]:
    """List the requirements on known distributions that have no upper bound.

    `project` is the content of a pyproject.toml, `known` holds canonical names. What
    has a URL, or a source of uv's, is pinned there.
    """
    sources = table(table(table(project, "tool"), "uv"), "sources")
    pinned = {canonical(name) for name in sources}
    own = name_of(project)
    found: dict[str, None] = {}
    for text in requirements_of(project):
        try:
            requirement = Requirement(text)
        except InvalidRequirement:
            continue
        name = canonical(requirement.name)
        capped = any(each.operator in _CAPS for each in requirement.specifier)
        if name in known and not (
            capped or requirement.url or name in pinned or name == own
        ):
            found[text] = None
    return tuple(found)


def required(project: dict[str, Any], data: bytes) -> Iterator[tuple[str, int]]:
    """Yield the packages that a pyproject.toml requires, and the lines.

    `project` is its content. A line is that of the first such text.
    """
    text = data.decode()
    for written in requirements_of(project):
        if name := distribution(written):
            found = re.search(rf"""["']{re.escape(written)}["']""", text)
            line = text.count("\n", 0, found.start() if found else 0) + 1
            yield import_name(name), line
