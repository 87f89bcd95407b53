"""The rules of several migrations in one place, by dotted name."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

from dr_refit.errors import RefitError
from dr_refit.manifests.names import canonical
from dr_refit.migration.model import in_classes
from dr_refit.names import is_under, leaf, parent, prefixes, root

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dr_refit.migration.calls import CallRule, Returned, Type
    from dr_refit.migration.codemods import Codemod
    from dr_refit.migration.model import Migration, Move, Note

#: How many names are searched for one by one, and how far in front of each.
_FEW = 16
_NEAR = 200


@dataclass(frozen=True, kw_only=True)
class Index:
    """What the migrations say, by the old name."""

    moves: dict[str, Move] = field(default_factory=dict)
    #: Removed name -> what to do instead.
    removed: dict[str, str] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    notes: dict[str, Note] = field(default_factory=dict)
    #: Package -> what changes for a project that imports it.
    project: dict[str, tuple[str, ...]] = field(default_factory=dict)
    #: What is to be known of calls, by the name that is called.
    rules: dict[str, CallRule] = field(default_factory=dict)
    returned: dict[str, Returned] = field(default_factory=dict)
    types: dict[str, Type] = field(default_factory=dict)
    #: Name whose calls, or statements, a LibCST codemod rewrites -> where that is.
    codemods: dict[str, Codemod] = field(default_factory=dict)
    #: Name with a rule -> the id of its migration.
    owners: dict[str, str] = field(default_factory=dict)
    #: Top-level package known to its last name -> the id of its migration.
    retired: dict[str, str] = field(default_factory=dict)
    #: Retired distribution, in its one spelling -> the id of its migration.
    distributions: dict[str, str] = field(default_factory=dict)
    #: Command -> what it is called now.
    commands: dict[str, str] = field(default_factory=dict)
    #: Literal -> what it is now, where the run renames them.
    values: dict[str, str] = field(default_factory=dict)
    #: Modules that are passed on as a whole, to where names of them are used.
    passed: frozenset[str] = frozenset()
    #: Modules that their packages cover by other names.
    covered: frozenset[str] = frozenset()

    @classmethod
    def of(cls, migrations: Iterable[Migration]) -> Index:
        """Merge migrations; RefitError where two say different things of one name."""
        index = cls()
        for migration in migrations:
            index._claim(migration)
            index.removed.update(migration.removed)
            index.kept.update(migration.kept)
            index.notes.update(migration.notes)
            index.project.update(migration.project)
            index.rules.update(migration.calls.rules)
            index.returned.update(migration.calls.returned)
            index.types.update(migration.calls.types)
            index.codemods.update(migration.codemods)
            index.retired.update(dict.fromkeys(migration.retired, migration.id))
            index.commands.update(migration.commands)
            if migration.renames_values:
                index.values.update(migration.values)
            if migration.distribution:
                index.distributions[canonical(migration.distribution)] = migration.id
        for move in [one for one in index.moves.values() if one.is_outward]:
            index._let_out(move)
        index.moves.update(
            (move.old, move) for move in in_classes(index.moves.values())
        )
        return index

    def _claim(self, migration: Migration) -> None:
        """Add the moves of a migration, and note whose its names are."""
        moves = {move.old: move for move in migration.moves}
        for name in {*moves, *migration.removed, *migration.kept}:
            owner = self.owners.setdefault(name, migration.id)
            if owner == migration.id:
                continue
            first, again = self.moves.get(name), moves.get(name)
            if not (first and again and first.moves_like(again)):
                raise RefitError(
                    f"{name} is in two migrations: {owner} and {migration.id}",
                    "choose one with --select or --ignore, or make them say the same",
                )
            # A plan, and the record of what was done.
            moves[name] = first.merged(again)
        self.moves.update(moves)

    def _let_out(self, move: Move) -> None:
        """Add the rules of a package for the module of it whose names move there.

        a.b  ->  a, a.f  ->  c.f: what was called a.b.f is called c.f.
        """
        for name in [*self.owners]:
            inside = f"{move.old}{name.removeprefix(move.new)}"
            if (
                not name.startswith(f"{move.new}.")
                or is_under(name, move.old)
                or inside in self.owners
            ):
                continue
            self.owners[inside] = self.owners[name]
            if name in self.moves:
                self.moves[inside] = self.moves[name]._replace(old=inside)
            elif name in self.removed:
                self.removed[inside] = self.removed[name]

    def passing(self, modules: frozenset[str]) -> Index:
        """Return the index where modules are passed on, beside those that are."""
        return replace(self, passed=self.passed | modules)

    def handed_on(self, dotted: str, means: str, new: str) -> Index:
        """Return the index with the rules inside a name for another name of it, too.

        What goes along to a `new` name of all of it has no rule there: that is what
        the other name means then.
        """
        inside = f"{means}."

        def again[Value](rules: Mapping[str, Value]) -> dict[str, Value]:
            found = {o: r for o, r in rules.items() if o.startswith(inside)}
            return {dotted + old[len(means) :]: rule for old, rule in found.items()}

        moves = {
            old: move._replace(old=old)
            for old, move in again(self.moves).items()
            if not new or move.new != new + old[len(dotted) :]
        }
        kept = again(dict.fromkeys(self.kept, None))
        removed = again(self.removed)
        owners = again(self.owners)
        return Index(
            moves=self.moves | moves,
            removed=self.removed | removed,
            kept=self.kept | kept.keys(),
            notes=self.notes | again(self.notes),
            project=self.project | again(self.project),
            rules=self.rules | again(self.rules),
            returned=self.returned | again(self.returned),
            types=self.types,
            codemods=self.codemods | again(self.codemods),
            owners=self.owners
            | {old: owners[old] for old in (*moves, *removed, *kept)},
            retired=self.retired,
            distributions=self.distributions,
            commands=self.commands,
            values=self.values,
            passed=self.passed,
            covered=self.covered.union(again(dict.fromkeys(self.covered))),
        )

    @cached_property
    def roots(self) -> set[str]:
        """The top-level packages of all names that have a rule."""
        return {*map(root, self.owners), *self.retired}

    @cached_property
    def by_new_root(self) -> dict[str, list[str]]:
        """Top-level package -> the new names in it."""
        found: dict[str, list[str]] = {}
        for move in self.moves.values():
            found.setdefault(root(move.new), []).append(move.new)
        return found

    @cached_property
    def new_roots(self) -> set[str]:
        """The top-level packages of all new names."""
        return {root(move.new) for move in self.moves.values()}

    @cached_property
    def homes(self) -> set[str]:
        """What has names now that moved to it one by one, and what moved whole."""
        return {move.holder for move in self.moves.values()}

    @cached_property
    def objects(self) -> set[str]:
        """What has names now that moved to it, and is no module."""
        return {move.inside for move in self.moves.values() if move.inside}

    @cached_property
    def parents(self) -> set[str]:
        """Everything of which a name has a rule that is reached through it."""
        return {parent(name) for name in self.owners if name not in self.covered}

    @cached_property
    def namespaces(self) -> Mapping[str, set[str]]:
        """Every strict prefix of a name that has a rule or a note -> what follows."""
        found: dict[str, set[str]] = {}
        for name in (*self.owners, *self.notes):
            for prefix in prefixes(name):
                found.setdefault(parent(prefix), set()).add(leaf(prefix))
        found.pop("", None)
        return found

    @cached_property
    def identities(self) -> list[str]:
        """The classes whose old and new instances do not mix."""
        kinds = {name for name, kind in self.types.items() if kind.identity}
        return [
            name
            for name, what in self.returned.items()
            if what.name in kinds and leaf(name) == what.name.partition(":")[2]
        ]

    @cached_property
    def changed(self) -> set[str]:
        """What is called that takes other arguments now, or returns another type."""
        takes = {name for name, rule in self.rules.items() if rule.edits}
        returns = {
            name for name, kind in self.returned.items() if self.types[kind.name].fields
        }
        return takes | returns

    @cached_property
    def called(self) -> set[str]:
        """What is called that has a rule, and everything above it."""
        names = [*self.rules, *self.returned, *self.codemods]
        return {above for name in names if "(" not in name for above in prefixes(name)}

    @cached_property
    def known(self) -> dict[str, str]:
        """The last part of every known name -> the first such name."""
        names = {*self.owners, *self.namespaces}
        for move in self.moves.values():
            names |= {f"{move.old}.{name}" for name in move.names or ()}
        return {leaf(name): name for name in sorted(names, reverse=True)}

    @cached_property
    def renamed(self) -> set[str]:
        """The last parts of new names that differ from the old ones.

        Where one stands an old one may have stood, and what is left is said again.
        """
        moves = self.moves.values()
        return {leaf(move.new) for move in moves} - {leaf(move.old) for move in moves}

    def may_name_member(self, code: bytes) -> bool:
        """Return whether an attribute, or a string, could be a name with a rule."""
        if len(self._leaf_patterns) > _FEW:
            return self._member_pattern.search(code) is not None
        # To look at each leaf, and at what stands before it, is faster for a few.
        for pattern in self._leaf_patterns:
            for found in pattern.finditer(code):
                follows = _follows_dot(code, found.start())
                if follows is None:
                    return self._member_pattern.search(code) is not None
                if follows:
                    return True
        return False

    @cached_property
    def _leaves(self) -> set[str]:
        return {*map(leaf, (*self.owners, *self.notes))} | self.renamed

    @cached_property
    def _leaf_patterns(self) -> tuple[re.Pattern[bytes], ...]:
        # The letters first: such a pattern is found as fast as they are.
        return tuple(
            re.compile(re.escape(name.encode()) + rb"(?!\w)")
            for name in sorted(self._leaves)
        )

    @cached_property
    def _member_pattern(self) -> re.Pattern[bytes]:
        """Match an attribute, or a string, that could be a name with a rule."""
        anyone = b"|".join(re.escape(name.encode()) for name in sorted(self._leaves))
        between = rb"(?:\s|\\|#[^\r\n]*[\r\n])*"
        return re.compile(rb"(?:\." + between + rb"|['\"])(?:" + anyone + rb")(?!\w)")


def _follows_dot(code: bytes, at: int) -> bool | None:
    """Return whether a dot or a quote stands before a name; None: not seen nearby."""
    near = code[max(at - _NEAR, 0) : at]
    before = near.rstrip()
    if before.endswith(b".") or near.endswith((b"'", b'"')):
        return True
    over_lines = near[len(before) :].strip(b" \t")
    if before and not over_lines:
        return False
    # a.  # comment
    #     f
    _, newline, line = before.rpartition(b"\n")
    return None if not newline or b"#" in line or line.endswith(b"\\") else False
