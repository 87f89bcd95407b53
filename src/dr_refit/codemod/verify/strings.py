"""Compare strings: one that names something names it under its new name."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from dr_refit.codemod.verify.refusal import refusal
from dr_refit.migration.homes import home_of_all, home_of_unit
from dr_refit.python import pickles
from dr_refit.python.commands import modules_renamed
from dr_refit.python.edits import spliced
from dr_refit.python.entry_points import ENTRY, PLUGIN
from dr_refit.python.nodes import walk
from dr_refit.python.renamed import renamed
from dr_refit.python.string_calls import SURE
from dr_refit.python.string_flow import nowhere
from dr_refit.python.strings import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dr_refit.migration.table import MoveTable
    from dr_refit.python.facts import Facts
    from dr_refit.python.quoted import Quoted
    from dr_refit.python.string_calls import Takes
    from dr_refit.python.string_pieces import Made


def compare_strings(
    old: Facts, new: Facts, changed: Sequence[ast.Constant], table: MoveTable
) -> None:
    """Refuse literals that change, unless what takes them reaches the same by them."""
    roots = table.roots | table.new_roots
    project = table.project
    elsewhere = partial(project.sinks, old.source.path) if project else nowhere
    before, after = (
        [one for one in quoted(facts, roots, elsewhere) if one.takes in SURE]
        for facts in (old, new)
    )
    moved: set[ast.Constant] = set()
    pairs = zip(before, after, strict=True) if len(before) == len(after) else ()
    for one, other in pairs:
        if one.names != other.names and _is_renamed(one, other, table):
            moved.update(one.literals)
    moved |= _renamed(old, new, table)
    for literal in changed:
        if literal not in moved:
            message = f"the rewrite would change the string {literal.value!r}"
            raise refusal(message, literal)


def _renamed(old: Facts, new: Facts, table: MoveTable) -> set[ast.Constant]:
    """Return the literals that name a renamed package as it is called now."""
    renaming = table.project.renaming if table.project else None
    if renaming is None:
        return set()
    every, others = ([*_literals(one.source.tree)] for one in (old, new))
    now = dict(zip(every, others, strict=True)) if len(every) == len(others) else {}
    told: dict[ast.Constant, str | bytes] = {
        literal: spliced(str(literal.value), spans)
        for literal, spans in renamed(old, renaming).items()
    }
    for one in pickles.in_bytes(old, renaming):
        told[one.literal] = pickles.spliced(one.data, one.splices)
    return {
        literal
        for literal, value in told.items()
        if literal in now and now[literal].value == value
    }


def _literals(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            yield node


def _is_renamed(one: Quoted, other: Quoted, table: MoveTable) -> bool:
    """Return whether a string names all that it named, under the new names."""
    if one.takes != other.takes:
        return False
    if one.takes == "command":
        text = str(one.literal.value)
        spans = modules_renamed(text, partial(home_of_unit, table=table))
        return other.literal.value == spliced(text, spans)
    if one.takes in {"module", "presence", "registry"}:
        (module,), (now,) = one.names, other.names
        if one.takes == "presence" and now == home_of_all(module, table):
            return True
        return now == home_of_unit(module, table)
    if one.takes == "made":
        return sorted(_now(*each, table) for each in one.made) == sorted(other.names)
    if one.takes == "entry" and _apart(one) != _apart(other):
        return False
    # Attributes may have another order now, where they are called otherwise.
    return sorted(map(table.new_name, one.names)) == sorted(other.names)


def _now(takes: Takes, made: Made, table: MoveTable) -> str:
    """Return what a name that is put together is called now."""
    if takes in {"module", "presence"}:
        return home_of_unit(made.text, table)
    return table.new_name(made.text)


def _apart(one: Quoted) -> tuple[str, ...]:
    """Return what stands around the object that an entry point names."""
    text = str(one.literal.value)
    found = ENTRY.fullmatch(text) or PLUGIN.fullmatch(text)
    return (found["before"], found["behind"]) if found else ()
