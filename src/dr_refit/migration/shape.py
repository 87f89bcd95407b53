"""What may stand in codemods/*.toml, field by field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dr_refit import toml as toml_schema
from dr_refit.errors import RefitError
from dr_refit.migration.calls import TABLES
from dr_refit.migration.values import VALUES
from dr_refit.names import DOTTED, NAME
from dr_refit.patterns import regex
from dr_refit.toml import fields, list_of, map_of, string

if TYPE_CHECKING:
    from dr_refit.toml import Table


def _texts(shape: Table) -> Table:
    return map_of(
        shape | {"description": 'Write it "dotted.name" = "text", in quotes.'}
    )


# The fields of a file as JSON Schema: editors read what is checked here.
_REQUIREMENT: Final = string("requirement", r"^[A-Za-z0-9][\w.-]*\s*([<>=!~@;(]|$)")
#: A requirement that is surely right; the others take longer to look at.
_PLAIN: Final = regex(
    r"""[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?(?:\[[A-Za-z0-9](?:[\w.-]*[A-Za-z0-9])?\])?
    (?:(?:[<>!=]=|[<>])\d+(?:\.\d+)*(?:,(?:[<>!=]=|[<>])\d+(?:\.\d+)*)*
    |[ ]@[ ]\w+(?:\+\w+)?://[^\s;]+)?""",
    re.VERBOSE | re.ASCII,
)
_VERSIONS: Final = string(
    "version specifier", r"^\s*[<>=!~]=?\s*\d[\w.*]*(\s*,\s*[<>=!~]=?\s*\d[\w.*]*)*\s*$"
)
_PACKAGE: Final = string("package", f"^{NAME}$")
_NEW: Final = string("package", f"^{DOTTED}$")
_MOVE: Final = {
    "from": (string(), "The module that these names leave one by one."),
    "module": (string(), "The module that moves whole."),
    "to": (string(), "The module that has them now."),
    "names": (
        list_of(string("name"), "names"),
        '"old = new" if renamed; of a module, all it had.',
    ),
    "extra": (string(), "The extra of the requirement that these names need."),
    "requires": (_REQUIREMENT, "Instead of the one in [requirements]."),
}
_FILE: Final = {
    "title": (string(), "What moved where, in one line."),
    "distribution": (string(), "Dropped once nothing imports it any more."),
    "retired": (list_of(_PACKAGE, "packages"), "All their names are here."),
    "requirements": (_texts(_REQUIREMENT), "New module -> what brings it, but extras."),
    "requires-python": (_texts(_VERSIONS), "New module -> the Python that it needs."),
    "commands": (_texts(string("command")), "Old command -> what it is called now."),
    "planned": (list_of(_NEW, "packages"), "New, but not there yet: names stay."),
    "move": (list_of(fields(_MOVE, "to"), "tables"), "What moved."),
    "removed": (_texts(string()), "Name -> what to do without it."),
    "kept": (
        _texts(string(pattern="")),
        "Name that stays -> what changed, or nothing.",
    ),
    "notes": (_texts(string()), "Old name -> what changes where it is used."),
    "silent": (_texts(string()), "As notes, where no exception tells."),
    "project": (
        map_of(list_of(string(), "texts")),
        "Old package -> what changes for a project that imports it.",
    ),
    "rows": (
        map_of(list_of(string("name"), "names")),
        "Row of your list of changes -> the names, and packages, that are about it.",
    ),
    "value": (VALUES, "Literals that are called otherwise now; with --values."),
    **TABLES,
}
SHAPE: Final = fields(_FILE, "title")


def json_schema() -> Table:
    """Describe a migration file to an editor (JSON Schema, draft 2020-12)."""
    return toml_schema.json_schema("A migration of dr-refit", SHAPE)


def check_requirement(text: str) -> None:
    """Raise RefitError for what no installer understands."""
    if _PLAIN.fullmatch(text):
        return
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        Requirement(text)
    except InvalidRequirement as error:
        why = str(error).partition("\n")[0]
        hint = "write it as in a pyproject.toml: name>=1.0,<2"
        raise RefitError(f"{text!r} is no requirement: {why}", hint) from None
