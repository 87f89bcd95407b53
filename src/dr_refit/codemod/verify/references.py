"""Compare references: each means what it meant, under the new name."""

from __future__ import annotations

import ast
from itertools import zip_longest
from typing import TYPE_CHECKING

from dr_refit.codemod.verify.bindings import check_moved, rebound_names
from dr_refit.codemod.verify.meanings import Meanings, any_of
from dr_refit.codemod.verify.refusal import refusal
from dr_refit.codemod.verify.strings import compare_strings
from dr_refit.python.chains import base_name
from dr_refit.python.nodes import walk
from dr_refit.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from dr_refit.codemod.rules.model import Meant
    from dr_refit.codemod.verify.meanings import Meaning
    from dr_refit.migration.table import MoveTable
    from dr_refit.python.changes import Call, Changes
    from dr_refit.python.facts import Facts
    from dr_refit.python.scopes import Scopes
    from dr_refit.python.symbols import Reference, Scope
    from dr_refit.python.words import Words


class Asked(NamedTuple):
    """What rules were asked of a file."""

    #: Whether a call of what has a dotted name may become another.
    allows: Callable[[Call, str], bool]
    #: What may stand for nodes of the old tree.
    meant: Mapping[ast.AST, Meant]


def compare_all_references(
    old: Facts, new: Facts, changes: Changes, table: MoveTable, asked: Asked
) -> None:
    """Resolve every reference to an imported name on both sides, and compare."""
    roots = _roots(changes)
    imports = (*old.imports, *new.imports)
    names = roots | {alias.local for alias in imports} - {"*"}
    if changes.strings:
        # a: "typing.List"  ->  a: "list"
        names |= {move.bare for move in table.moves if move.bare}
    replaced = {node: [asked.meant[node].new] for node in changes.meant}
    before, after = old.whole_scopes(names, replaced), new.whole_scopes(names)
    texts = {
        one.annotation_literal.outermost
        for one in before.references
        if one.annotation_literal
    }
    named = [literal for literal in changes.strings if literal not in texts]
    if named:
        compare_strings(old, new, named, table)
    _compare_exports(before, after)
    _check_nonlocals(after, names)
    was = Meanings(old, before, roots, table)
    now = Meanings(new, after, roots, table, later=True)
    calls = {call.old: call for call in changes.calls}
    moved: dict[ast.Name, bool] = {}
    for one, other in _pairs(before, after):
        meant, means = _both(one, other, was, now)
        _compare(one, meant, means, was)
        moved[one.name] = meant != means or not _may_move(meant, table)
        if one.call in calls and _is_allowed(calls[one.call], meant, asked.allows):
            del calls[one.call]
    _check_meant(changes, asked.meant, moved)
    for call in calls.values():
        raise refusal("the rewrite would change more than names", call.old)


def _check_meant(
    changes: Changes, meant: Mapping[ast.AST, Meant], moved: Mapping[ast.Name, bool]
) -> None:
    """Refuse what is rewritten, or is not, otherwise than the names that it rests on.

    A name that stays where it is may have been called rightly before.
    """
    for node, one in meant.items():
        live = [moved.get(name, False) for name in one.origins]
        if node in changes.meant and not all(live):
            raise refusal("the rewrite would change a call that did not move", node)


def _may_move(meant: set[Meaning], table: MoveTable) -> bool:
    return any(one.translated(table) != one for one in meant)


def _is_allowed(
    call: Call, meant: set[Meaning], allows: Callable[[Call, str], bool]
) -> bool:
    return bool(meant) and all(
        one.how == "imported" and allows(call, one.dotted) for one in meant
    )


def compare_some_references(
    old: Facts, new: Facts, changes: Changes, table: MoveTable
) -> None:
    """Resolve the references that may mean something else, on both sides.

    Beside what is wrong this refuses what is incomplete: a second run may find nothing
    to move.
    """
    words = _words(old, new, changes, table)
    if not table.may_move_again:
        for run in changes.runs:
            check_moved(run, table)
    if not words:
        return
    before, after = old.scopes(words, changes.lines), new.scopes(words)
    _compare_exports(before, after)
    _check_nonlocals(after, words)
    roots = _roots(changes)
    was = Meanings(old, before, roots, table)
    now = Meanings(new, after, roots, table, later=True)
    rewritten = {chain.old for chain in changes.chains}
    #: What of a scope was rewritten, and what moved and was not.
    done: set[tuple[Scope | None, str]] = set()
    left: dict[tuple[Scope | None, str], ast.Name] = {}
    for one, other in _pairs(before, after):
        meant, means = _both(one, other, was, now)
        _compare(one, meant, means, was)
        homes = {(home, one.name.id) for home in before.homes(one)}
        if one.node in rewritten:
            rewritten.discard(one.node)
            done |= homes
            if meant == means:
                raise refusal(
                    "the rewrite would change a name that did not move", one.name
                )
        elif meant == means and _moves(one, meant, table):
            left |= dict.fromkeys(homes, one.name)
    if rewritten:
        raise refusal("the rewrite would change a name that nothing refers to")
    if not table.may_move_again:
        for home in done & left.keys():
            raise refusal("the rewrite would leave a name that moved", left[home])


def _compare_exports(before: Scopes, after: Scopes) -> None:
    """Refuse a module that lists in `__all__` what it binds no more."""
    for name in sorted(after.exported):
        if before.module.binds(name) and not after.module.binds(name):
            raise refusal(f"`__all__` would list {name}, which nothing would bind")


def _check_nonlocals(after: Scopes, names: Collection[str]) -> None:
    """Refuse `nonlocal a` where no function around it would bind the name."""
    for scope in after.all:
        for name, how in scope.declared.items():
            if how == "nonlocal" and name in names:
                home = after.resolve(name, scope)
                if home is None or home is after.module:
                    raise refusal(f"`nonlocal {name}` would find no binding")


def _both(
    one: Reference, other: Reference, was: Meanings, now: Meanings
) -> tuple[set[Meaning], set[Meaning]]:
    """Return what a reference means on both sides.

    Where another module stands, what is taken of it by its name may have moved:
    patch.object(a.b, "f")
    """
    meant, means = was.of(one), now.of(other)
    if meant != means and one.named == other.named and not _may_move(meant, was.table):
        names = one.named
        meant = {each for name in names for each in was.of(one, name)} or meant
        means = {each for name in names for each in now.of(other, name)} or means
    return meant, means


def _compare(
    one: Reference, meant: set[Meaning], means: set[Meaning], was: Meanings
) -> None:
    table = was.table
    want = {meaning.translated(table) for meaning in meant}
    loaded = {meaning.loaded() for meaning in want}
    if means in (meant, want, loaded) or _is_mixed(meant, means, table):
        return
    # if a is None:    where `a` is from another module now
    if _but_imported(meant) == _but_imported(means) and was.is_asked(one):
        return
    text = f"{ast.unparse(one.node)} would mean {any_of(means)}"
    raise refusal(f"{text}, not {any_of(want)}", one.name)


def _but_imported(meanings: set[Meaning]) -> set[Meaning]:
    return {one for one in meanings if one.how != "imported"}


def _is_mixed(meant: set[Meaning], means: set[Meaning], table: MoveTable) -> bool:
    """Return whether of several things that a name may mean some moved.

    Each import is compared by itself: the fallback of a guard stays.
    """
    known: set[Meaning] = set()
    for one in meant:
        now = one.translated(table)
        known |= (own := {one, now, now.loaded()})
        if own.isdisjoint(means):
            return False
    return 1 < len(means) <= len(meant) and means <= known


def _moves(one: Reference, meant: set[Meaning], table: MoveTable) -> bool:
    """Return whether a rule could have written another name for a reference."""
    if one.annotation_literal is not None or not one.editable:
        return False
    if not isinstance(getattr(one.node, "ctx", None), ast.Load):
        return False
    return any(meaning.translated(table) != meaning for meaning in meant)


def _pairs(before: Scopes, after: Scopes) -> Sequence[tuple[Reference, Reference]]:
    pairs = [*zip_longest(before.references, after.references)]
    if any(one is None or other is None for one, other in pairs):
        raise refusal("the rewrite would add or remove a reference")
    return pairs


def _roots(changes: Changes) -> set[str]:
    """Return the roots of the chains that differ, or may, on either side."""
    nodes = [n for one in changes.chains for n in (one.old, one.new)]
    for call in changes.calls:
        for part in (*walk(call.old), *walk(call.new)):
            nodes += [part] if isinstance(part, ast.Name) else []
    return {name for node in nodes if (name := base_name(node))}


def _words(old: Facts, new: Facts, changes: Changes, table: MoveTable) -> Words:
    """Return the names that may mean something else, and their attributes.

    Which attributes have rules is asked of the table, as the rules ask it.
    """
    words: dict[str, frozenset[str] | None] = dict.fromkeys(_roots(changes))
    for root in words.keys() & {base_name(chain.old) for chain in changes.chains}:
        members = [
            None if alias.is_plain_import else table.members(alias.target)
            for alias in old.imports
            if alias.local == root
        ]
        if members and None not in members:
            words[root] = frozenset().union(*(some or () for some in members))
    rebound = rebound_names(changes.runs, new.imports, table)
    return words | dict.fromkeys(rebound)
