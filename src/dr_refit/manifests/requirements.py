"""Requirements of several moves, merged into one per distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def merge(requirements: Iterable[str], own: str) -> tuple[str, ...]:
    """Return one requirement per distribution: all extras, tightest bounds (PEP 508).

    Where one names a source, `name @ url`, that source decides the version. `own` is
    the project's own distribution, which it does not require.
    """
    merged: dict[str, Requirement] = {}
    for text in sorted(requirements):
        requirement = Requirement(text)
        known = merged.setdefault(canonicalize_name(requirement.name), requirement)
        known.extras |= requirement.extras
        known.url = known.url or requirement.url
        known.specifier &= requirement.specifier
    return tuple(_text(merged[name]) for name in sorted(merged) if name != own)


def _text(requirement: Requirement) -> str:
    extras = ",".join(sorted(requirement.extras))
    name = f"{requirement.name}[{extras}]" if extras else requirement.name
    if requirement.url:
        return f"{name} @ {requirement.url}"
    return name + ",".join(_bounds(requirement))


def _bounds(requirement: Requirement) -> Iterator[str]:
    for operator, tightest in ((">=", max), ("<", min)):
        versions = [
            Version(s.version) for s in requirement.specifier if s.operator == operator
        ]
        if versions:
            yield f"{operator}{tightest(versions)}"
    yield from sorted(str(s) for s in requirement.specifier if s.operator not in "<>=")
