"""What a file imports of the packages that moved, and what it does with it."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dr_refit.findings import Code
from dr_refit.migration.model import Move
from dr_refit.migration.resolution import Moved, Partial
from dr_refit.names import leaf, parent, root
from dr_refit.python.imports import absolute

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dr_refit.migration.resolution import Resolution
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.facts import Facts, Words
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.scopes import Scopes
    from dr_refit.python.source import Source
    from dr_refit.python.symbols import Reference, Scope


@dataclass(kw_only=True, slots=True, eq=False)
class Group:
    """The sites that bind one name in one scope, and the uses of that name."""

    scope: Scope
    local: str
    sites: list[ImportAlias]
    uses: list[Reference]
    #: Something else binds the name as well, or it is declared global.
    mixed: bool
    #: `__all__`, or a marimo cell, hands it to others.
    exported: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Analysis:
    """Everything the plan needs to know of one file."""

    #: Every site of which the migrations speak, with what they say.
    sites: list[tuple[ImportAlias, Resolution]]
    #: Sites that one new import replaces, whatever the file does with the name.
    simple: list[tuple[ImportAlias, Resolution]]
    #: Names of which the uses decide.
    groups: list[Group]
    scopes: Scopes | None
    #: Sites of a name that their statement binds twice.
    twice: list[ImportAlias]
    #: Sites that import what moved by itself, with `import`, as only a module can be.
    mistaken: list[tuple[ImportAlias, Resolution]]
    #: What is said of sites that a comment keeps as they are.
    suppressed: list[Resolution]
    #: Sites that mean a local module, and where that stands.
    foreign: list[tuple[ImportAlias, str]]


def analyse(
    facts: Facts, lookup: MoveTable, foreign: Mapping[str, str] | None = None
) -> Analysis:
    """Find what the migrations mean in one file.

    Imports of the `foreign` top-level names are somebody else's.
    """
    source = facts.source
    sites: list[tuple[ImportAlias, Resolution]] = []
    simple: list[tuple[ImportAlias, Resolution]] = []
    deep: list[ImportAlias] = []
    twice: list[ImportAlias] = []
    mistaken: list[tuple[ImportAlias, Resolution]] = []
    suppressed: list[Resolution] = []
    strangers: list[ImportAlias] = []
    own = lookup.new_name(facts.module)
    for site in facts.imports:
        if site.target.startswith("."):
            continue
        hit = lookup.resolve(site.target)
        if site.is_plain_import and hit is None:
            # import a.b  may load what is used as a.c.f
            hit = lookup.resolve(_root(site))
        if _is_relative(site) and own:
            if _stays_right(site, hit, own, is_package=facts.is_package):
                continue
            hit = hit or _left_behind(site.target)
        if hit is None:
            continue
        if _root(site) in (foreign or {}):
            strangers.append(site)
            continue
        if source.ignores(site.statement, Code.RETIRED_IMPORT):
            suppressed.append(hit)
            continue
        if _binds_twice(site) and isinstance(hit, Moved | Partial):
            twice.append(site)
            continue
        if isinstance(site.statement, ast.Import) and _is_name(hit):
            mistaken.append((site, hit))
            continue
        sites.append((site, hit))
        if site.local == "*" or (
            not site.is_plain_import and _is_simple(site, hit, lookup)
        ):
            simple.append((site, hit))
        else:
            deep.append(site)
    deep = [site for site in deep if _matters(site, source, lookup)]
    scopes = facts.scopes(_words(deep, lookup)) if deep else None
    return Analysis(
        sites=sites,
        simple=simple,
        groups=_groups(deep, scopes) if scopes else [],
        scopes=scopes,
        twice=twice,
        mistaken=mistaken,
        suppressed=suppressed,
        foreign=[(site, (foreign or {})[_root(site)]) for site in strangers],
    )


def _binds_twice(site: ImportAlias) -> bool:
    if isinstance(site.statement, ast.Import):
        # import u.a, u.b as u
        means = {
            alias.name if alias.asname else site.local
            for alias in site.statement.names
            if site.local == (alias.asname or alias.name.partition(".")[0])
        }
        return len(means) > 1
    # from u import a, b as a
    locals_ = [alias.asname or alias.name for alias in site.statement.names]
    return locals_.count(site.local) > 1


def _is_name(hit: Resolution) -> bool:
    return isinstance(hit, Moved) and not hit.move.module


def _root(site: ImportAlias) -> str:
    return site.target.partition(".")[0]


def _is_simple(site: ImportAlias, hit: Resolution, lookup: MoveTable) -> bool:
    """Whether the fate of the name is that of everything reached through it."""
    if isinstance(hit, Moved) and parent(hit.new) == "builtins":
        return False
    return not lookup.has_nested_rules(site.target)


def _matters(site: ImportAlias, source: Source, lookup: MoveTable) -> bool:
    """Whether the file can do with a name what the migrations speak of."""
    names = {site.target, site.local} if site.is_plain_import else {site.target}
    if any(map(lookup.new_name, names)) or lookup.closed_world(site.target):
        return True
    return lookup.index.may_name_member(source.code) or source.disguised


def _words(deep: Sequence[ImportAlias], lookup: MoveTable) -> Words:
    """Return the names whose references matter, and of which attributes."""
    words: dict[str, frozenset[str] | None] = {}
    for site in deep:
        # Of `import a.b` every use of `a` matters: something has to load it.
        members = None if site.is_plain_import else lookup.members(site.target)
        others = words.get(site.local, frozenset())
        words[site.local] = (
            None if members is None or others is None else members | others
        )
    # These may be taken.
    for move in lookup.moves:
        words[root(move.new)] = None
        if parent(move.new) == "builtins":
            words[leaf(move.new)] = None
    return words


def _left_behind(target: str) -> Moved:
    """Name what stays, while the file that imports it by a relative name moves."""
    move = Move(old=target, new=target)
    return Moved(migration="", old=target, new=target, move=move)


def _is_relative(site: ImportAlias) -> bool:
    return isinstance(site.statement, ast.ImportFrom) and bool(site.statement.level)


def _stays_right(
    site: ImportAlias, hit: Resolution | None, own: str, *, is_package: bool
) -> bool:
    """Whether a relative import says the same once its file has moved to `own`.

    It does where what it imports moves along.
    """
    assert isinstance(site.statement, ast.ImportFrom)
    base = absolute(site.statement, own if is_package else parent(own))
    there = base if site.local == "*" else f"{base}.{site.alias.name}"
    goes = hit.new if isinstance(hit, Moved) else site.target
    return there == goes


def _groups(deep: list[ImportAlias], scopes: Scopes) -> list[Group]:
    groups: dict[tuple[Scope, str], Group] = {}
    for site in deep:
        scope = scopes.home[site.alias]
        key = scope, site.local
        if key not in groups:
            groups[key] = Group(
                scope=scope,
                local=site.local,
                sites=[],
                uses=[],
                mixed=site.local in scope.bound,
                exported=site.local in scopes.exported or scope.kind == "class",
            )
        groups[key].sites.append(site)
        groups[key].exported |= site.reexported and not site.is_plain_import
    for group in groups.values():
        kinds = {
            s.local if s.is_plain_import else f"as {s.target}" for s in group.sites
        }
        others = len(group.scope.imports[group.local]) != len(group.sites)
        group.mixed = group.mixed or others or len(kinds) > 1
    for use in scopes.references:
        homes = scopes.homes(use)
        for home in homes:
            found = groups.get((home, use.name.id)) if home else None
            if found is not None:
                found.uses.append(use)
                found.mixed = found.mixed or len(homes) > 1
    return list(groups.values())
