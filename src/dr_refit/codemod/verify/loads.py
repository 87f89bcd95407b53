"""Compare loads: what is reached through a name is loaded wherever it was."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from dr_refit.codemod.verify.refusal import refusal
from dr_refit.migration.resolution import Moved
from dr_refit.names import is_under, parent, prefixes, root
from dr_refit.python.loads import Loading, as_import, base_of, loaded, ways_to
from dr_refit.python.words import joined

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from dr_refit.migration.table import MoveTable
    from dr_refit.python.changes import Changes
    from dr_refit.python.facts import Facts
    from dr_refit.python.imports import ImportAlias


def loaded_now(alias: ImportAlias, table: MoveTable) -> Iterator[str]:
    """Yield what modules that an import loaded are called now.

    One that moved may be there still, for the names that stayed.
    """
    for module in loaded(as_import(alias)):
        resolution = table.resolve(module)
        if not isinstance(resolution, Moved):
            yield module
        elif resolution.move.module:
            yield from (resolution.new, module)


def compare_loads(old: Facts, new: Facts, changes: Changes, table: MoveTable) -> None:
    """Refuse a result in which a chain reaches for what is not loaded any more.

    What an import loads, and which imports run before others, is worked out by the
    code that the rules have it from (`python/loads`).
    """
    bases = {base_of(alias) for alias in new.imports if alias.local != "*"}
    lost = [
        (number, module)
        for number, run in enumerate(changes.runs)
        for module in _lost(run.old, run.new, table)
        if not bases.isdisjoint(prefixes(parent(module)))
    ]
    if not lost:
        return
    loading, numbers = _loading(old, changes)
    for number, module in lost:
        first = changes.runs[number].old[0]
        if loading.is_loaded(module, numbers[first], first.block):
            continue
        if dotted := _reached(module, first.block.scope, new, table):
            text = f"{dotted} would be used, but {module} would not be loaded any more"
            raise refusal(text, first.statement)


def compare_stars(old: Facts, new: Facts, changes: Changes) -> None:
    """Refuse a used name of a package that a later `from x import *` may bind as well.

    An alias is made up for this file.
    """
    stars = [at for at, run in enumerate(old.runs) if any(map(_is_open, run))]
    if not stars:
        return
    starts = {run[0]: at for at, run in enumerate(old.runs)}
    bound = {alias.local for alias in old.imports}
    unsure: dict[str, ImportAlias] = {}
    for run in changes.runs:
        hidden = bool(run.old) and starts[run.old[0]] < stars[-1]
        for alias in reversed(run.new):
            hidden = hidden or _is_open(alias)
            is_new = alias.local not in bound and alias.block.scope is None
            if hidden and is_new and alias.is_plain_import:
                unsure[alias.local] = alias
    scopes = new.scopes(dict.fromkeys(unsure)) if unsure else None
    for reference in scopes.references if scopes else ():
        if scopes and scopes.module in scopes.homes(reference):
            name = reference.name.id
            text = f"a star import may bind `{name}` to something else"
            raise refusal(text, unsure[name].statement)


def _is_open(alias: ImportAlias) -> bool:
    """Return whether a star import may bind any name."""
    is_known = root(alias.target) in sys.stdlib_module_names
    return alias.local == "*" and not is_known


def _lost(
    old: tuple[ImportAlias, ...], new: tuple[ImportAlias, ...], table: MoveTable
) -> set[str]:
    came = {as_import(alias) for alias in new}
    gone = [alias for alias in old if as_import(alias) not in came]
    now = {module for one in came for module in loaded(one)}
    return {module for alias in gone for module in loaded_now(alias, table)} - now


def _loading(old: Facts, changes: Changes) -> tuple[Loading, dict[ImportAlias, int]]:
    """Return what the new imports load, and the old ones by their runs."""
    changed = {run.old[0]: run for run in changes.runs if run.old}
    loading = Loading()
    numbers = {alias: at for at, run in enumerate(old.runs) for alias in run}
    gone = {alias for run in changes.runs for alias in run.old}
    for alias, number in numbers.items():
        for one in changed[alias].new if alias in changed else ():
            loading.add(loaded(as_import(one)), number, alias.block)
        if alias not in gone:
            loading.add(loaded(as_import(alias)), number, alias.block)
    return loading, numbers


def _reached(module: str, lost_in: ast.AST | None, new: Facts, table: MoveTable) -> str:
    """Return a chain of names that reaches for a module, or may, if there is one.

    `lost_in`: the function, or class, in which an import goes that loaded it. Another
    one that imports it under the name has it from there.
    """
    ways = ways_to([module], new.imports)
    holders = {alias.alias: base_of(alias) for alias in ways}
    loaders = {one.alias for one in ways if module in {*loaded(as_import(one))}}
    scopes = new.scopes(joined((alias.local, way) for alias, way in ways.items()))
    gone = bool(table.new_name(module))
    for reference in scopes.references:
        name = reference.name.id
        if reference.annotation_literal is not None:
            continue
        for home in scopes.homes(reference):
            imports = home.imports.get(name, ()) if home else ()
            if home and home.node is not lost_in and not loaders.isdisjoint(imports):
                continue
            for alias in imports:
                used = new.reached(holders.get(alias, ""), reference.attrs)
                # hasattr(a, "f")
                for dotted in [f"{used}.{one}" for one in reference.named] or [used]:
                    if is_under(dotted, module) or (
                        not gone and is_under(module, dotted)
                    ):
                        return dotted
    return ""
