"""Requirements: several merged into one, and one made narrower where it has to be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.version import InvalidVersion, Version

from dr_refit.manifests.names import canonical
from dr_refit.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from packaging.specifiers import Specifier

#: A requirement as it is written: name, extras, space, bounds, what follows.
_WRITTEN = regex(
    r"(\s*[A-Za-z0-9][\w.-]*)(\s*\[[^]]*\])?(\s*)(\(?[^;@]*?\)?)(\s*(?:;[\s\S]*)?)"
)
_BOUND = regex(r"(===|[<>=!~]=|[<>])(\s*)([^\s,;()]+)")


def parsed(text: str) -> Requirement | None:
    """Return a requirement; None for what is none."""
    try:
        return Requirement(text)
    except InvalidRequirement:
        return None


def marker_of(text: str) -> str:
    """Return the marker of a requirement as it is written, and the space before it."""
    found = re.search(r"\s+;.*" if " @ " in text else r"\s*;.*", text, re.DOTALL)
    return found[0] if found else ""


def merge(requirements: Iterable[str], own: str) -> tuple[str, ...]:
    """Return one requirement per distribution: all extras, tightest bounds (PEP 508).

    Where one names a source, `name @ url`, that source decides the version. `own` is
    the project's own distribution, which it does not require.
    """
    merged: dict[str, Requirement] = {}
    for text in sorted(requirements):
        requirement = Requirement(text)
        known = merged.setdefault(canonical(requirement.name), requirement)
        known.extras |= requirement.extras
        known.url = known.url or requirement.url
        known.specifier &= requirement.specifier
    return tuple(_text(merged[name]) for name in sorted(merged) if name != own)


def satisfies(declared: Requirement, text: str, every: Iterable[Requirement]) -> bool:
    """Return whether what is declared brings what is required, as far as can be told.

    Extras may be asked for anywhere in `every`; some version has to be good for both.
    """
    wanted = Requirement(text)
    name = canonical(wanted.name)
    if canonical(declared.name) != name:
        return False
    extras = {
        extra for each in every if canonical(each.name) == name for extra in each.extras
    }
    if not {*map(canonical, wanted.extras)} <= {*map(canonical, extras)}:
        return False
    if wanted.url or declared.url:
        return bool(declared.url)
    return agree(declared.specifier, wanted.specifier)


def agree(one: SpecifierSet, other: SpecifierSet) -> bool:
    """Return whether some version is good for both, as far as can be told."""
    both = one & other
    ends = [each.version.removesuffix(".*") for each in both]
    # At an end, or right behind it; with none of either everything is good.
    return not ends or any(
        both.contains(version, prereleases=True)
        for end in ends
        for version in (end, f"{end}.0.1")
        if _is_version(version)
    )


def narrowed(declared: str, wanted: str) -> str | None:
    """Return what is declared, changed where it lets through what does not serve.

    None: no version is good for both. A source that is declared decides the version.
    """
    old, new = Requirement(declared), Requirement(wanted)
    found = _WRITTEN.fullmatch(declared)
    missing = [
        extra
        for extra in sorted(new.extras)
        if canonical(extra) not in {*map(canonical, old.extras)}
    ]
    if old.url:
        if not missing:
            return declared
        head, _, source = declared.partition("@")
        name = re.sub(r"\s*\[.*", "", head).strip()
        return f"{name}[{','.join([*sorted(old.extras), *missing])}] @{source}"
    if new.url:
        return _text(_joined(new, old)) + marker_of(declared)
    if found is None or not agree(old.specifier, new.specifier):
        return None
    name, extras, space, bounds, rest = found.groups(default="")
    if missing:
        listed = extras.strip().removesuffix("]") + "," if extras else "["
        extras = f"{listed}{','.join(missing)}]"
    return name + extras + space + bounded(bounds, new.specifier) + rest


def upgraded(declared: str, wanted: str) -> str | None:
    """Return what is required instead of an older version; None: of a newer one."""
    old, new = Requirement(declared), Requirement(wanted)
    have, need = lowest(old.specifier), lowest(new.specifier)
    if old.url or have is None or need is None or have >= need:
        return None
    return _text(_joined(new, old)) + marker_of(declared)


def bounded(bounds: str, wanted: SpecifierSet) -> str:
    """Return bounds as they are written, changed where they let too much through."""
    for want in sorted(wanted, key=lambda one: one.operator == "<"):
        have = list(SpecifierSet(bounds.strip("() ")))
        if any(_implies(one, want) for one in have):
            continue
        side = ("<", "<=") if want.operator.startswith("<") else (">", ">=")
        new = str(want)
        for found in _BOUND.finditer(bounds):
            if found[1] in side and want.operator in side:
                new = want.operator + found[2] + want.version
                bounds = bounds[: found.start()] + new + bounds[found.end() :]
                break
        else:
            comma = ", " if ", " in bounds else ","
            closing = ")" if bounds.endswith(")") else ""
            head = bounds.removesuffix(")")
            bounds = (head + comma if head.strip("( ") else head) + new + closing
    return bounds


def _implies(one: Specifier, other: Specifier) -> bool:
    """Return whether all that one bound lets through is let through by another."""
    if str(one) == str(other):
        return True
    wildcard = one.version.endswith(".*")
    version = one.version.removesuffix(".*")
    if not _is_version(version) or not _is_version(other.version):
        return False
    low, end = Version(version), Version(other.version)
    if other.operator == ">=":
        return one.operator in {">=", ">", "==", "~="} and low >= end
    if other.operator != "<":
        return False
    if one.operator == "<":
        return low <= end
    if (one.operator == "==" and not wildcard) or one.operator == "<=":
        return low < end
    if one.operator in {"==", "~="}:
        parts = [*low.release] if wildcard else [*low.release[:-1]]
        following = ".".join(map(str, [*parts[:-1], parts[-1] + 1]))
        return Version(following) <= end
    return False


def lowest(bounds: SpecifierSet) -> Version | None:
    """Return the lowest version that is let through, if there is one."""
    versions = (
        Version(one.version.removesuffix(".*"))
        for one in bounds
        if one.operator in {">=", ">", "==", "~="}
    )
    return max(versions, default=None)


def lowest_python(wanted: str) -> str:
    """Return the lowest version of Python that is asked for; empty: none."""
    try:
        found = lowest(SpecifierSet(wanted))
    except InvalidSpecifier:
        return ""
    return str(found) if found else ""


def _joined(one: Requirement, other: Requirement) -> Requirement:
    one.extras |= other.extras
    return one


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
