"""The new texts of strings that are surely names."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dr_refit.codemod.rules.strings.pieces import spans_of
from dr_refit.migration.homes import home_of_all, home_of_unit
from dr_refit.migration.resolution import Moved
from dr_refit.names import is_under, leaf, parent
from dr_refit.python.commands import modules_renamed
from dr_refit.python.edits import spliced
from dr_refit.python.entry_points import ENTRY, PLUGIN

if TYPE_CHECKING:
    import ast
    from collections.abc import Mapping

    from dr_refit.migration.table import MoveTable
    from dr_refit.python.edits import Span
    from dr_refit.python.quoted import Quoted

    type Texts = Mapping[ast.Constant, str]


def renamed(one: Quoted, table: MoveTable) -> Texts:
    """Return what to write into the literals of a string; empty: nothing, surely."""
    match one.takes:
        case "object" | "patch" | "setting":
            new = table.new_name(one.names[0])
            return {one.literal: new} if new else {}
        case "entry":
            return _entry(one, table)
        case "members":
            return _members(one, table)
        case "made":
            spans = spans_of(one, table)
            return {each: spliced(str(each.value), spans[each]) for each in spans}
        case "command":
            text = str(one.literal.value)
            new = spliced(text, spans_in(one, table))
            return {one.literal: new} if new != text else {}
        case _:
            return _module(one, table)


def spans_in(one: Quoted, table: MoveTable) -> list[Span]:
    """Return what to write over the modules that a command runs."""
    home = partial(home_of_unit, table=table)
    return modules_renamed(str(one.literal.value), home)


def _entry(one: Quoted, table: MoveTable) -> Texts:
    """Write "a.b:c.d" again, with as many attributes as it has."""
    text = str(one.literal.value)
    if plugin := PLUGIN.fullmatch(text):
        before, module, behind = plugin.groups()
        new = home_of_unit(module, table)
        return {one.literal: f"{before}{new}{behind}"} if new else {}
    entry = ENTRY.fullmatch(text)
    resolution = table.resolve(one.names[0])
    if entry is None or not isinstance(resolution, Moved):
        return {}
    before, module, attributes, behind = entry.groups()
    move = resolution.move
    is_module = (
        is_under(module, move.old) if move.module else parent(move.old) == module
    )
    # cache:key
    is_told = "." in module or not move.module
    depth = attributes.count(".") + 1
    parts = resolution.new.split(".")
    if not (is_module and is_told and len(parts) > depth):
        return {}
    new = f"{'.'.join(parts[:-depth])}:{'.'.join(parts[-depth:])}"
    return {one.literal: f"{before}{new}{behind}"}


def _members(one: Quoted, table: MoveTable) -> Texts:
    """Write the one module that all attributes are in now, under their names."""
    news = [table.new_name(name) for name in one.names]
    if one.attribute is not None and news[0] and "." not in str(one.attribute.value):
        texts = _of_module(one, parent(news[0]))
        return {**texts, one.attribute: leaf(news[0])} if texts else {}
    rests = [name[len(one.module) :] for name in one.names]
    homes = {
        new.removesuffix(rest) if new.endswith(rest) else ""
        for new, rest in zip(news, rests, strict=True)
    }
    home = homes.pop() if len(homes) == 1 else ""
    return _of_module(one, home) if home else {}


def _module(one: Quoted, table: MoveTable) -> Texts:
    (module,) = one.names
    new = home_of_unit(module, table)
    if one.takes == "presence" and not new:
        new = home_of_all(module, table)
    if one.takes == "registry" and new.count(".") != module.count("."):
        # What stands in for a module needs all packages around it.
        return {}
    return _of_module(one, new) if new else {}


def _of_module(one: Quoted, new: str) -> Texts:
    if one.top and parent(new):
        # __import__("a.b")  is  a
        return {}
    if one.package is not None and parent(new):
        return {one.literal: f".{leaf(new)}", one.package: parent(new)}
    return {one.literal: new}
