"""The names that imports bind, each with all that refers to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dr_refit.project.outside import Outside
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.scopes import Scopes
    from dr_refit.python.symbols import Reference, Scope


class ImportBinding(NamedTuple):
    """A name that imports bind in one scope."""

    scope: Scope
    local: str
    aliases: tuple[ImportAlias, ...]
    references: tuple[Reference, ...]
    #: Something else binds the name as well, another file too, or it is global.
    rebound: bool
    #: Whatever else binds it, each reference is to what is imported.
    certain: bool
    #: Nothing else binds it but a guard, to None or a truth value.
    guarded: bool
    #: `__all__`, or a class passes it on.
    exported: bool
    #: Other files take it from this one.
    taken: bool

    @property
    def needed(self) -> bool:
        """Whether others rely on what the name means."""
        return self.exported or self.taken

    @property
    def is_plain_import(self) -> bool:
        """`import a.b` and its siblings, which share the name `a`."""
        return self.aliases[0].is_plain_import

    @property
    def target(self) -> str:
        """The dotted name that is imported; of siblings the first."""
        return self.aliases[0].target


def bind(
    aliases: Iterable[ImportAlias],
    scopes: Scopes,
    outside: Outside,
    *,
    typed: bool,
) -> list[ImportBinding]:
    """Group imports by the name, and the scope in which they bind it.

    `typed`: whether `import a as a` hands its name on.
    `outside`: what other files do with the module.
    """
    taken = outside.taken
    replaced = {(scopes.module, local) for local in outside.replaced}
    groups: dict[tuple[Scope, str], list[ImportAlias]] = {}
    for alias in aliases:
        groups.setdefault((scopes.home[alias.alias], alias.local), []).append(alias)
    references: dict[tuple[Scope, str], list[Reference]] = {key: [] for key in groups}
    unsure = set()
    uncertain = set()
    for reference in scopes.references:
        homes = scopes.homes(reference)
        for home in homes:
            if home is None or (home, reference.name.id) not in groups:
                continue
            key = home, reference.name.id
            seen = scopes.seen(reference, home)
            if seen == "others":
                continue
            references[key].append(reference)
            if seen == "any":
                uncertain.add(key)
            if len(homes) > 1:
                unsure.add(key)
    #: `a = a.b`: whoever sees an import sees nothing else.
    certain = {
        (scope, local)
        for (scope, local), group in groups.items()
        if local in scope.bound
        and (scope, local) not in uncertain
        and references[scope, local]
        and not _means_several(scope, local, group)
        and not (local in scopes.exported or scope.kind == "class" or local in taken)
        and (scope, local) not in replaced
    }
    return [
        ImportBinding(
            scope=scope,
            local=local,
            aliases=tuple(group),
            references=tuple(references[scope, local]),
            rebound=(scope, local) in unsure | replaced
            or (
                _is_rebound(scope, local, group)
                and ((scope, local) not in certain or scopes.needs(local, scope))
            ),
            certain=(scope, local) in certain,
            guarded=not (
                (scope, local) in unsure | replaced
                or local in scope.valued
                or _means_several(scope, local, group)
            ),
            exported=local in scopes.exported
            or scope.kind == "class"
            or any(_is_handed_on(alias, typed=typed) for alias in group),
            taken=scope is scopes.module and local in taken,
        )
        for (scope, local), group in groups.items()
    ]


def _is_rebound(scope: Scope, local: str, aliases: Sequence[ImportAlias]) -> bool:
    return local in scope.bound or _means_several(scope, local, aliases)


def _means_several(scope: Scope, local: str, aliases: Sequence[ImportAlias]) -> bool:
    if len(scope.imports[local]) != len(aliases):
        return True
    meanings = {None if one.is_plain_import else one.target for one in aliases}
    return len(meanings) > 1


def _is_handed_on(alias: ImportAlias, *, typed: bool) -> bool:
    if alias.is_plain_import:
        return False
    return alias.reexported or (typed and alias.is_redundant)
