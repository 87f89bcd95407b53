"""plan.toml to `Plan`, checked to the last key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dr_refit import files
from dr_refit import toml as toml_schema
from dr_refit.errors import RefitError
from dr_refit.plan.checks import KINDS
from dr_refit.plan.kind import LINE
from dr_refit.plan.model import Phase, Plan, Row, Switch
from dr_refit.toml import fields, list_of, map_of, nearest, string

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from dr_refit.plan.kind import Asked
    from dr_refit.toml import Document, Place, Table

#: The file's name, beside the fleet.toml.
NAME: Final = "plan.toml"
_ID: Final = r"^[a-z0-9][a-z0-9._-]*$(?!\n)"
_NAME: Final = string("name of lower-case letters, digits, dots and dashes", _ID)


def _shape() -> Table:
    switch = {
        "question": (LINE, "What is to be decided."),
        "options": (map_of(LINE, _ID), "Answer -> what follows from it."),
        "choice": (_NAME, "The answer; left out while it is open."),
    }
    row = {
        "name": (_NAME, "Its name in reports, in `after`, and from run to run."),
        "from": (LINE, "Where it is: the first column."),
        "to": (LINE, "Where it belongs: the second column."),
        "content": (LINE, "What it is: the third column."),
        "when": (map_of(_NAME), "Switch -> the answer for which the row counts."),
        "after": (list_of(_NAME, "rows"), "Rows that have to be done before."),
    }
    kinds = {kind.name: kind.shape for kind in KINDS}
    phase = {
        "title": (LINE, "Its heading."),
        "row": (
            list_of(fields(row | kinds, "name", "content"), "tables"),
            "Write [[phase.row]].",
        ),
    }
    return fields(
        {
            "title": (LINE, "The name of the plan."),
            "switch": (
                map_of(fields(switch, "question", "options"), _ID),
                "Open questions: write [switch.NAME].",
            ),
            "phase": (
                list_of(fields(phase, "title", "row"), "tables"),
                "Write [[phase]], in their order.",
            ),
        },
        "title",
        "phase",
    )


def json_schema() -> Table:
    """Describe a plan.toml to an editor (JSON Schema, draft 2020-12)."""
    return toml_schema.json_schema("A plan for a fleet", _shape())


def load(path: str) -> Plan:
    """Read a plan.toml. Raises RefitError on the first thing wrong in it."""
    try:
        data = files.read(path)
    except OSError as error:
        hint = "name it with --plan, or write it: `fleet schema --plan` has its keys"
        raise RefitError(f"{path}: {error.strerror}", hint) from None
    return toml_schema.parse(path, data, _shape(), _read)


def _read(file: Document) -> Plan:
    switches = _switches(file)
    #: Row -> the number of its phase, and its own.
    rows: dict[str, tuple[int, int]] = {}
    for number, phase in enumerate(file.data["phase"]):
        for index, row in enumerate(phase["row"]):
            file.at = ("phase", number, "row", index, "name")
            if (name := row["name"]) in rows:
                raise RefitError(f"there are two rows {name}", "rename one")
            rows[name] = number, index
    if not rows:
        file.at = ("phase",)
        raise RefitError("the plan has no row", "write [[phase.row]]")
    phases = tuple(
        Phase(
            title=phase["title"],
            rows=tuple(
                _row(file, (number, index), switches, rows)
                for index in range(len(phase["row"]))
            ),
        )
        for number, phase in enumerate(file.data["phase"])
    )
    asked = {name for phase in phases for row in phase.rows for name in row.when}
    for name in switches:
        if name not in asked:
            file.at = ("switch", name)
            what = f"no row depends on the switch {name}"
            raise RefitError(what, f"give one when = {{ {name} = … }}")
    return Plan(
        title=file.data["title"], phases=phases, switches=tuple(switches.values())
    )


def _switches(file: Document) -> dict[str, Switch]:
    found = {}
    for name, table in file.data.get("switch", {}).items():
        if (choice := table.get("choice", "")) and choice not in table["options"]:
            file.at = ("switch", name, "choice")
            what = f"{choice} is no option of {name}"
            raise RefitError(what, nearest(choice, table["options"], "add it"))
        found[name] = Switch(name=name, **table)
    return found


def _row(
    file: Document,
    at: tuple[int, int],
    switches: Mapping[str, Switch],
    rows: Mapping[str, tuple[int, int]],
) -> Row:
    number, index = at
    table = file.data["phase"][number]["row"][index]
    for name, answer in table.get("when", {}).items():
        file.at = ("phase", number, "row", index, "when", name)
        if name not in switches:
            raise RefitError(f"there is no switch {name}", nearest(name, switches))
        if answer not in (options := switches[name].options):
            what = f"{answer} is no option of {name}"
            raise RefitError(what, nearest(answer, options, "add it"))
    at_row = ("phase", number, "row", index)
    for name in table.get("after", ()):
        file.at = (*at_row, "after")
        if name not in rows:
            raise RefitError(f"there is no row {name}", nearest(name, rows))
        if rows[name] >= at:
            what = f"{table['name']} comes before {name}"
            raise RefitError(what, "a row is after those above it")
    checks = tuple(_checks(file, table, at_row))
    if not checks:
        file.at = at_row
        kinds = ", ".join(kind.name for kind in KINDS)
        raise RefitError(f"{table['name']} has no check", f"there are: {kinds}")
    return Row(
        name=table["name"],
        source=table.get("from", ""),
        destination=table.get("to", ""),
        content=table["content"],
        checks=checks,
        when=table.get("when", {}),
        after=tuple(table.get("after", ())),
    )


def _checks(file: Document, table: Table, at: Place) -> Iterable[Asked]:
    for kind in KINDS:
        for number, asked in enumerate(table.get(kind.name, ())):
            file.at = (*at, kind.name, number)
            yield kind.read(asked)
