"""The rule for imports: what moved is imported from where it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.rules.imports.bindings import bind
from dr_refit.codemod.rules.imports.classify import Disposition, classify, may_be_by_use
from dr_refit.codemod.rules.imports.covered import from_packages
from dr_refit.codemod.rules.imports.decision import Decision
from dr_refit.codemod.rules.imports.dedupe import remove_redundant
from dr_refit.codemod.rules.imports.direct import decide_direct, required
from dr_refit.codemod.rules.imports.dotted import decide_dotted
from dr_refit.codemod.rules.imports.findings import (
    findings,
    is_told_by_uses,
    of_binding,
    of_change,
    of_import,
    of_resolution,
)
from dr_refit.codemod.rules.imports.guards import Guards
from dr_refit.codemod.rules.imports.loads import keep_loads
from dr_refit.codemod.rules.imports.naming import Naming
from dr_refit.codemod.rules.imports.objects import decide_object
from dr_refit.codemod.rules.imports.public import keep_public
from dr_refit.codemod.rules.imports.rebinding import decide_rebound
from dr_refit.codemod.rules.imports.reexports import mark_reexports
from dr_refit.codemod.rules.imports.relative import keep_relative
from dr_refit.codemod.rules.imports.reuse import InScope
from dr_refit.codemod.rules.imports.reviews import Applied, reviews
from dr_refit.codemod.rules.imports.stars import named
from dr_refit.codemod.rules.imports.statements import statement_edits
from dr_refit.codemod.rules.imports.staying import (
    retired_imports,
    says_why,
    still_imported,
)
from dr_refit.codemod.rules.imports.uses import resolve_uses
from dr_refit.codemod.rules.imports.writing import Context, moving
from dr_refit.codemod.rules.model import Proposal, Rule
from dr_refit.migration.resolution import Moved
from dr_refit.names import leaf, parent, prefixes, root
from dr_refit.python.loads import base_of
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from dr_refit.codemod.rules.imports.bindings import ImportBinding
    from dr_refit.codemod.rules.imports.classify import Classified
    from dr_refit.codemod.rules.imports.decision import AliasChange
    from dr_refit.codemod.rules.imports.uses import MovingUse, ResolvedUse
    from dr_refit.codemod.rules.model import Project, View
    from dr_refit.codes import Kind
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.imports import ImportAlias
    from dr_refit.python.words import Words


class ImportsRule(Rule):
    """Rewrites imports, and the uses of modules that are imported."""

    kind: Kind = "imports"

    def names(self, imports: tuple[ImportAlias, ...], table: MoveTable) -> Words:
        """Return the names whose uses decide what becomes of their imports."""
        words: dict[str, frozenset[str] | None] = {}
        dotted = False
        for alias in imports:
            if table.owns(root(alias.target)):
                # Whether it is handed on, or used here.
                words[alias.local] = None
            if not may_be_by_use(alias, table):
                continue
            dotted = dotted or alias.level > 0
            # Of `import a.b` every use of `a` matters: something has to load it.
            # Of a guard it is asked all over the file whether it has the name.
            every = alias.is_plain_import or alias.block.guarded
            members = None if every else table.members(alias.target)
            others = words.get(alias.local, frozenset())
            words[alias.local] = (
                None if members is None or others is None else members | others
            )
        # These may be taken.
        for alias in imports if words else ():
            if not table.homes.isdisjoint(prefixes(alias.target)):
                # It may be used instead of a new import.
                words.setdefault(alias.local, frozenset())
        for move in table.moves if words else ():
            words[root(move.new)] = None
            if dotted:
                # from . import a  ->  from . import b
                words[leaf(move.new if move.module else parent(move.new))] = None
            if move.bare:
                words[move.bare] = None
        return words

    def propose(self, view: View, project: Project, table: MoveTable) -> Proposal:
        """Return the edits of imports and their uses, and what is left to a person."""
        facts, source = view.facts, view.facts.source
        local_modules = project.local_modules(source.path)
        guards = Guards(facts, table)
        classified = guards.mark(classify(facts, local_modules, table))
        classified = mark_reexports(classified, view, project, table)
        stars = named(classified, facts, project, table)
        classified = tuple(
            item
            for item in classified
            if item.alias not in stars or stars[item.alias].stays
        )
        by_use = [
            item.alias for item in classified if item.disposition is Disposition.BY_USE
        ]
        bound = _bound(by_use, view, project, table, guards) if by_use else []
        decisions = [
            *_direct(classified, table),
            *from_packages(facts, table),
            *(Decision(changes={star: one.change}) for star, one in stars.items()),
            *(decision for one in bound for decision in one.decisions),
        ]
        changes = {
            alias: change
            for decision in decisions
            for alias, change in decision.changes.items()
        }
        edits = [edit for decision in decisions for edit in decision.edits]
        fresh = remove_redundant(facts, keep_public(changes, view, project))
        needed = keep_loads(facts, fresh, edits, project, table)
        told: set[ImportAlias] = set()
        remarks = []
        for item in classified:
            own = [*of_import(item, facts, local_modules, table)]
            remarks += own
            told.update([item.alias] if says_why(own) else ())
        for one in bound:
            own = [
                remark
                for base, uses in one.uses.items()
                for remark in of_binding(one.binding, base, uses, table)
            ]
            own += (remark for decision in one.decisions for remark in decision.remarks)
            remarks += own
            told.update(one.binding.aliases if says_why(own) else ())
        remarks += (remark for pair in changes.items() for remark in of_change(*pair))
        remarks += retired_imports(classified, told, needed, table)
        moved = [*_moved(classified, bound, changes, table)]
        for star, instead in stars.items():
            for each in instead.moved:
                moved.append(Applied(each, star.alias, star))
                remarks += of_resolution(each, each.old, star.alias)
        return Proposal(
            edits=(
                *edits,
                *statement_edits(facts, keep_relative(facts, needed, table)),
            ),
            findings=tuple(dict.fromkeys(findings(remarks, source))),
            moved=tuple(one.resolution for one in moved),
            reviews=tuple(reviews(moved, source)),
            imported=still_imported(facts, local_modules, needed, table),
            required=tuple(required(classified, source)),
            applied=frozenset(one.node for one in moved),
        )


class _Bound(NamedTuple):
    """A binding, its uses by what the name means before them, and the decisions."""

    binding: ImportBinding
    uses: Mapping[str, Sequence[ResolvedUse]]
    decisions: Sequence[Decision]

    @property
    def moved(self) -> Iterator[MovingUse]:
        """The uses that are written anew, if anything is."""
        if any(one.changes or one.edits for one in self.decisions):
            for uses in self.uses.values():
                yield from moving(uses)


def _bound(
    aliases: Sequence[ImportAlias],
    view: View,
    project: Project,
    table: MoveTable,
    guards: Guards,
    refused: frozenset[ImportAlias] = frozenset(),
) -> list[_Bound]:
    """Decide on the names of imports; `refused`: imports that do not stay."""
    facts, scopes = view.facts, view.scopes
    redundant = any(alias.is_redundant for alias in aliases)
    typed = redundant and project.is_typed(facts.source.path)
    outside = project.outside(facts.source.path)
    naming = Naming(facts, scopes, outside.avoided)
    in_scope = InScope(facts, scopes, table, refused)
    context = Context(
        facts=facts, scopes=scopes, table=table, naming=naming, in_scope=in_scope
    )
    result = []
    for binding in _with_stars(
        bind(aliases, scopes, outside, typed=typed), view, project
    ):
        uses = {
            base: resolve_uses(binding, base, facts, table, guards)
            for base in dict.fromkeys(map(base_of, binding.aliases))
        }
        result.append(_Bound(binding, uses, _decide(binding, uses, context)))
    lost = context.in_scope.used & {
        alias
        for one in result
        for decision in one.decisions
        for alias, change in decision.changes.items()
        if not change.keep
    }
    if not lost:
        return result
    return _bound(aliases, view, project, table, guards, refused | lost)


def _with_stars(
    bindings: Iterable[ImportBinding], view: View, project: Project
) -> Iterator[ImportBinding]:
    """Mark what a star import from the project's own modules seems to bind as well.

    from .base import *
    if a:
        import old
    """
    facts = view.facts
    stars = [one for one in facts.imports if one.local == "*"]
    for binding in bindings:
        seem = [
            facts.source.start(star.statement)
            for star in stars
            if binding.scope is view.scopes.module
            and project.has_name(star.target, binding.local)
        ]
        after = [
            facts.source.start(alias.statement)
            for alias in binding.aliases
            if alias.block.unconditional
        ]
        rebound = bool(seem) and max(seem) > max(after, default=-1)
        yield binding._replace(rebound=True, guarded=False) if rebound else binding


def _decide(
    binding: ImportBinding,
    uses: Mapping[str, Sequence[ResolvedUse]],
    context: Context,
) -> list[Decision]:
    meanings = {(alias.target, alias.is_plain_import) for alias in binding.aliases}
    if binding.rebound and len(meanings) > 1:
        return [
            decide_rebound(binding, [alias], uses[base_of(alias)], context)
            for alias in binding.aliases
        ]
    decide = decide_dotted if binding.is_plain_import else decide_object
    return [decide(binding, uses[base_of(binding.aliases[0])], context)]


def _direct(classified: Sequence[Classified], table: MoveTable) -> list[Decision]:
    return [
        decide_direct(item, table)
        for item in classified
        if item.disposition in {Disposition.DIRECT, Disposition.UNNEEDED}
    ]


def _moved(
    classified: Sequence[Classified],
    bound: Sequence[_Bound],
    changes: Mapping[ImportAlias, AliasChange],
    table: MoveTable,
) -> Iterator[Applied]:
    """Yield what is imported, or used, under its new name now."""
    for item in classified:
        alias, resolution = item.alias, item.resolution
        if (
            isinstance(resolution, Moved)
            and alias in changes
            and item.disposition is not Disposition.UNNEEDED
            and not is_told_by_uses(item, table)
        ):
            yield Applied(resolution, alias.alias, alias)
    for one in bound:
        aliases = one.binding.aliases
        changed = next((each for each in aliases if each in changes), aliases[0])
        for use in one.moved:
            yield Applied(use.resolution, use.reference.shown, changed)
