"""Requirements of several moves, merged into one per distribution."""

from __future__ import annotations

from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

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


def satisfies(declared: Requirement, text: str, every: Iterable[Requirement]) -> bool:
    """Return whether what is declared brings what is required, as far as can be told.

    Extras may be asked for anywhere in `every`; some version has to be good for both.
    """
    wanted = Requirement(text)
    name = canonicalize_name(wanted.name)
    if canonicalize_name(declared.name) != name:
        return False
    extras = {
        extra
        for each in every
        if canonicalize_name(each.name) == name
        for extra in each.extras
    }
    if not {*map(canonicalize_name, wanted.extras)} <= {
        *map(canonicalize_name, extras)
    }:
        return False
    if wanted.url or declared.url:
        return bool(declared.url)
    both = declared.specifier & wanted.specifier
    ends = [one.version.removesuffix(".*") for one in both]
    # At an end, or right behind it; with none of either everything is good.
    return not ends or any(
        both.contains(version, prereleases=True)
        for end in ends
        for version in (end, f"{end}.0.1")
        if _is_version(version)
    )


def _is_version(text: str) -> bool:
    try:
        Version(text)
    except InvalidVersion:
        return False
    return True


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
