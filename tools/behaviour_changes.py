"""The table of docs/behaviour-changes.md: what is edited at calls, what reported."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from dr_refit.migration.toml import load_shipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.migration.calls import CallRule, Type
    from dr_refit.migration.model import Migration

PAGE = Path(__file__).parents[1] / "docs/behaviour-changes.md"


def page() -> str:
    """Return the page with the table of today's migrations."""
    old = re.compile(r"(?:^\\|.*\n)+", re.MULTILINE)
    return old.sub(lambda _: _table(), PAGE.read_text("utf-8"))


def _table() -> str:
    rows = [
        ("what is called", "edited", "reported at its line", "silent"),
        ("---",) * 4,
    ]
    for migration in load_shipped():
        rows += _rows(migration)
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _rows(migration: Migration) -> Iterator[tuple[str, str, str, str]]:
    calls = migration.calls
    for name, rule in calls.rules.items():
        yield _shown(name), _edits(rule), _reports(rule), "yes" if rule.silent else ""
    for name, kind in calls.types.items():
        callers = [one for one, what in calls.returned.items() if what.name == name]
        shown = ", ".join(map(_shown, callers)) or f"`{kind.name}`, in others"
        yield shown, _uses(kind), _gone(kind), "yes" if kind.silent else ""


def _shown(name: str) -> str:
    return f"`{name.partition(':')[2] or name}`"


def _edits(rule: CallRule) -> str:
    arguments = [f"`{old}=`" for old in rule.arguments]
    added = [f"`{new}={value}` added" for new, value in rule.add.items()]
    caught = [f"`except {old}`" for old in rule.raises if old != "*"]
    return ", ".join((*arguments, *added, *caught))


def _reports(rule: CallRule) -> str:
    told = ["always"] if rule.always else []
    told += [f"with `{name}`" for name in rule.given]
    told += [f"without `{name.replace('|', '`, `')}`" for name in rule.missing]
    told += ["result used"] if rule.used else []
    told += ["output captured"] if rule.printed else []
    told += ["derived from"] if rule.derived else []
    return "; ".join(told) or "where it cannot be edited"


def _uses(kind: Type) -> str:
    keys = ["keys: attributes"] if kind.fields else []
    return ", ".join((*keys, *(f"`.{name}`" for name in kind.attributes)))


def _gone(kind: Type) -> str:
    told = [f"`.{name}`" for name in kind.gone]
    told += ["other keys"] if kind.keys else []
    told += ["passed on, or changed in place"] if kind.fields else []
    return ", ".join(told)
