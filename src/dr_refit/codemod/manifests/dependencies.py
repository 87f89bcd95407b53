"""Requirements as they have to be after a rewrite: one list of a manifest at a time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dr_refit.codes import Code
from dr_refit.findings import Finding, Position
from dr_refit.manifests import requirements, toml_text, toml_values
from dr_refit.manifests.names import canonical, distribution
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from dr_refit.codemod.result import Need
    from dr_refit.manifests.listings import Listing


class Edited(NamedTuple):
    """A file with one of its lists changed, and what there is to say of that."""

    text: str
    findings: tuple[Finding, ...] = ()
    #: Requirements that could not be written.
    left: tuple[str, ...] = ()


def edited(
    text: str,
    listing: Listing,
    needs: Iterable[Need],
    gone: Mapping[str, str],
    around: Sequence[str],
    upgrades: Container[str],
) -> Edited:
    """Put what is needed into a list, and take out what nothing imports any more.

    `gone`: migration -> the distribution that goes; `around`: what is required wherever
    this list is, and need not be repeated; `upgrades`: the migrations that lead from a
    version of a distribution to a newer one.
    """
    # What two migrations bring stands where the one that goes was.
    needs = sorted(needs, key=lambda one: (one.migration in gone, one))
    wanted = {
        distribution(one): one
        for one in requirements.merge({need.requirement for need in needs}, "")
    }
    by = {distribution(need.requirement): need.migration for need in needs}
    findings, left = [], []
    olds = [t for t in listing.texts(text) if distribution(t) in gone.values()]
    marker = _marker(olds[0]) if len(olds) == 1 else ""
    for name, one in [*wanted.items()]:
        texts = listing.texts(text)
        at = next((i for i, t in enumerate(texts) if distribution(t) == name), None)
        if at is None:
            if _is_brought(one, around, marker):
                del wanted[name]
            continue
        del wanted[name]
        if requirements.parsed(texts[at]) is None:
            continue
        new = requirements.narrowed(texts[at], one)
        if new is None and by[name] in upgrades:
            new = requirements.upgraded(texts[at], one)
        if new is None:
            message = f"{texts[at]} is declared, and the new imports need {one}"
            position = Position(line=listing.line(text, at))
            findings.append(
                Finding(code=Code.REQUIREMENT_LEFT, message=message, position=position)
            )
            left.append(one)
        elif new != texts[at]:
            text = listing.replaced(text, at, [new])
    for migration, old in sorted(gone.items()):
        mine = [one for name, one in wanted.items() if by[name] == migration]
        wanted = {name: one for name, one in wanted.items() if one not in mine}
        text = _replaced(text, listing, old, mine)
    for one in wanted.values():
        text = listing.added(text, one)
    return Edited(text, tuple(findings), tuple(left))


def _is_brought(wanted: str, around: Sequence[str], marker: str) -> bool:
    """Return whether what is required wherever a marker holds is there already."""
    declared = [
        one
        for text in around
        if (one := requirements.parsed(text)) and _marker(text) in {"", marker}
    ]
    return any(requirements.satisfies(one, wanted, declared) for one in declared)


def _marker(text: str) -> str:
    """Return the marker of a requirement in its one spelling; empty: it has none."""
    one = requirements.parsed(text)
    return str(one.marker or "") if one else ""


def _replaced(text: str, listing: Listing, old: str, new: Sequence[str]) -> str:
    """Put requirements in the place of the old one; its marker holds for them."""
    found = [i for i, t in enumerate(listing.texts(text)) if distribution(t) == old]
    for at in reversed(found[1:]):
        text = listing.replaced(text, at, [])
    for at in found[:1]:
        marker = requirements.marker_of(listing.texts(text)[at])
        if len(found) > 1:
            # Its variants together held everywhere.
            marker = ""
        text = listing.replaced(text, at, [with_marker(one, marker) for one in new])
    return text


def with_marker(requirement: str, marker: str) -> str:
    """Return a requirement that holds where a marker does."""
    # Behind an URL, a semicolon without a space would be part of it.
    gap = " " if marker and " @ " in requirement and not marker[0].isspace() else ""
    return requirement + gap + marker


def without_sources(text: str, old: str) -> str:
    """Delete what [tool.uv.sources] says of a distribution."""
    table = ("tool", "uv", "sources")
    for key in toml_values.get(text, table) or ():
        if canonical(key) == old:
            text = toml_text.without(text, (*table, key))
            if not toml_values.get(text, table):
                text = toml_text.without(text, table)
    return text


def without_url(text: str, need: Need, members: Container[str] = ()) -> Need:
    """Return what is needed without its source, where [tool.uv.sources] has one.

    `members`: those of the workspace, from which they come.
    """
    head, at, _ = need.requirement.partition(" @ ")
    sources = toml_values.get(text, ("tool", "uv", "sources")) or {}
    name = distribution(head)
    if at and (name in members or name in {*map(canonical, sources)}):
        return need._replace(requirement=head)
    return need


def allowing_sources(text: str) -> str:
    """Let hatchling take requirements that name their source."""
    project = toml_values.get(text, ("project",)) or {}
    extras = project.get("optional-dependencies") or {}
    lists = [project.get("dependencies") or (), *extras.values()]
    every = [one for each in lists for one in each]
    table = ("tool", "hatch", "metadata")
    if (
        toml_values.get(text, ("build-system", "build-backend")) != "hatchling.build"
        or not any(re.search(r"\s@\s", str(one)) for one in every)
        or toml_values.get(text, (*table, "allow-direct-references")) is not None
    ):
        return text
    return toml_text.with_statement(text, table, "allow-direct-references = true")
