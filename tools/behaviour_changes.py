"""The table of docs/behaviour-changes.md: what is edited at calls, what reported."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from dr_refit.migration.toml import load_shipped, shipped_dir

if TYPE_CHECKING:
    from dr_refit.migration.calls import CallRule, Type
    from dr_refit.migration.model import Migration

PAGE = Path(__file__).parents[1] / "docs/behaviour-changes.md"


class Treated(NamedTuple):
    """What a run does where one thing changed."""

    edited: str = ""
    reported: str = ""
    silent: bool = False


#: Nothing has to be done at a call.
_NOTHING = Treated("nothing", "nothing")


def page() -> str:
    """Return the page with the table of today's migrations."""
    old = re.compile(r"(?:^\|.*\n)+", re.MULTILINE)
    return old.sub(lambda _: _table(), PAGE.read_text("utf-8"))


def rows() -> dict[tuple[str, Treated], list[int]]:
    """Map what is changed, and what is done there, to the numbers of the changes."""
    found: dict[tuple[str, Treated], list[int]] = {}
    for migration in load_shipped():
        path = shipped_dir() / f"{migration.id}.toml"
        for row, names in (
            tomllib.loads(path.read_text("utf-8")).get("rows", {}).items()
        ):
            about: dict[Treated, list[str]] = {} if names else {_NOTHING: []}
            for name in names:
                about.setdefault(_treated(name, migration), []).append(f"`{name}`")
            for how, shown in about.items():
                found.setdefault((", ".join(shown), how), []).append(int(row))
    return found


def _table() -> str:
    lines = [
        ("rows", "what is called", "edited", "reported at its line", "silent"),
        ("---",) * 5,
    ]
    by_row = sorted(rows().items(), key=lambda item: sorted(item[1]))
    for (about, how), numbers in by_row:
        told = ", ".join(map(str, sorted(numbers)))
        silent = "yes" if how.silent else ""
        lines.append((told, about, how.edited, how.reported, silent))
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _treated(name: str, migration: Migration) -> Treated:
    """Return what is done where a name is called, or its values are used."""
    calls = migration.calls
    rule = calls.rules.get(name) or calls.rules.get(f"{migration.id}:{name}")
    kind = calls.types.get(f"{migration.id}:{name}")
    returned = calls.returned.get(name)
    if kind is None and returned is not None:
        kind = calls.types[returned.name]
    if rule is not None:
        return Treated(_edits(rule), _reports(rule), rule.silent)
    if kind is not None:
        return Treated(_uses(kind), _gone(kind), kind.silent)
    if note := migration.notes.get(name):
        return Treated("", "where it is named, in strings too", note.silent)
    if name in migration.removed:
        return Treated("", "where it is imported")
    if name in migration.project:
        return Treated("", "once, where it is imported")
    if name in migration.retired:
        return Treated("what cells of marimo take and return")
    if name in migration.requirements:
        return Treated("requirement, `requires-python`", "once, in the summary")
    return Treated("command" if name in migration.commands else "import")


def _edits(rule: CallRule) -> str:
    arguments = [f"`{old}=`" for old in rule.arguments]
    added = [f"`{new}={value}` added" for new, value in rule.add.items()]
    caught = [f"`except {old}`" for old in rule.raises if old != "*"]
    return ", ".join((*arguments, *added, *caught))


def _reports(rule: CallRule) -> str:
    told = ["always"] if rule.always else []
    told += [f"with `{name}`" for name in rule.given]
    told += [f"with other keys in each of `{name}`" for name in rule.uneven]
    told += [f"without `{name.replace('|', '`, `')}`" for name in rule.missing]
    told += ["result used"] if rule.used else []
    told += ["output captured"] if rule.printed else []
    told += ["derived from"] if rule.derived else []
    told += ["any exception caught"] if "*" in rule.raises else []
    told += ["once, at a call"] if rule.once else []
    return "; ".join(told) or "where it cannot be edited"


def _uses(kind: Type) -> str:
    keys = ["keys: attributes"] if kind.fields else []
    together = ["files that share it together"] if kind.identity else []
    attributes = [f"`.{name}`" for name in kind.attributes]
    return ", ".join((*keys, *attributes, *together))


def _gone(kind: Type) -> str:
    told = [f"`.{name}`" for name in kind.gone]
    told += ["other keys"] if kind.keys else []
    told += ["passed on, or changed in place"] if kind.fields else []
    told += ["shown by a cell"] if kind.shown else []
    told += ["pickled"] if kind.pickled else []
    return ", ".join(told)
