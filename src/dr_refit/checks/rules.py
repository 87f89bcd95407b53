"""The rules of a family as data: who is in it, and which code belongs where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit import toml
from dr_refit.records import NamedTuple
from dr_refit.toml import fields, list_of, map_of, string

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.toml import Document, Table


class Concern(NamedTuple):
    """What code may be about, and where such code belongs."""

    name: str
    #: Packages, or layers.
    homes: frozenset[str]
    title: str = ""
    #: Patterns (`*`): of names that code defines or imports, of strings, and of paths.
    names: tuple[str, ...] = ()
    strings: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


class Rules(NamedTuple):
    """The rules of a family."""

    #: Packages -> layers, of those that no fleet.toml places.
    packages: Mapping[str, str] = {}
    #: Packages that nothing may import, beside those that migrations retire.
    retired: frozenset[str] = frozenset()
    #: Patterns of the names of packages that are of the family.
    family: tuple[str, ...] = ()
    concerns: tuple[Concern, ...] = ()


_TEXTS = list_of(string(), "strings")


def _shape() -> Table:
    concern = {
        "name": (string(), "A word for it."),
        "title": (string(), "What messages call it."),
        "homes": (_TEXTS, "The packages, or layers, where such code belongs."),
        "names": (_TEXTS, "Patterns of names that show it: of modules, functions …"),
        "strings": (_TEXTS, "Patterns of strings that show it."),
        "paths": (_TEXTS, "Patterns of paths that show it, from the root."),
    }
    return fields(
        {
            "packages": (map_of(string()), "Package -> its layer."),
            "retired": (_TEXTS, "Packages that nothing may import."),
            "family": (_TEXTS, "Patterns of packages that are of the family."),
            "concern": (
                list_of(fields(concern, "name", "homes"), "tables"),
                "Write [[concern]].",
            ),
        }
    )


def parse(data: bytes, path: str) -> Rules:
    """Read a file of rules. Raises RefitError on the first thing wrong in it."""
    return toml.parse(path, data, _shape(), _read)


def shipped() -> Rules:
    """Return the rules that come with dr-refit."""
    from importlib.resources import files

    path = files("dr_refit.checks").joinpath("family.toml")
    return parse(path.read_bytes(), str(path))


def _read(file: Document) -> Rules:
    data = file.data
    lists = ("names", "strings", "paths")
    return Rules(
        packages=data.get("packages", {}),
        retired=frozenset(data.get("retired", ())),
        family=tuple(data.get("family", ())),
        concerns=tuple(
            Concern(
                name=one["name"],
                homes=frozenset(one["homes"]),
                title=one.get("title", one["name"]),
                **{key: tuple(one.get(key, ())) for key in lists},
            )
            for one in data.get("concern", ())
        ),
    )
