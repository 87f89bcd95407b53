"""A kind of check: how a plan.toml asks for it, and what measures it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Protocol

from dr_refit.records import NamedTuple
from dr_refit.toml import fields, list_of, string

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dr_refit.plan.verdict import Verdict
    from dr_refit.plan.world import World
    from dr_refit.toml import Table

#: Shapes that several kinds share.
REPOSITORY: Final = string("name of a repository", r"^[a-z0-9][a-z0-9._-]*$(?!\n)")
MODULE: Final = string("dotted name", r"^(?!\d)\w+(\.(?!\d)\w+)*$(?!\n)")
DISTRIBUTION: Final = string(
    "name of a distribution", r"^[A-Za-z0-9]([\w.-]*[A-Za-z0-9])?$(?!\n)"
)
LINE: Final = string("line", r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$(?!\n)")
REPOSITORIES: Final = list_of(REPOSITORY, "repositories")


class Check(Protocol):
    """One thing that a row of a plan asks for."""

    def measure(self, world: World) -> Verdict:
        """Find out how much of it is true."""


class Asked(NamedTuple):
    """A check as a row asks for it."""

    check: Check
    #: What brings it forward, where the plan knows better.
    command: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """A kind of check."""

    #: Its key in a row.
    name: str
    #: What it asks for, one sentence.
    help: str
    #: Key -> shape, and what it is for.
    keys: Mapping[str, tuple[Table, str]]
    required: tuple[str, ...]
    #: Takes the keys, with underscores.
    make: Callable[..., Check]

    @property
    def shape(self) -> tuple[Table, str]:
        """The shape of its tables in a row."""
        keys = {**self.keys, "command": (LINE, "What brings it forward, instead.")}
        return list_of(fields(keys, *self.required), "tables"), self.help

    def read(self, table: Mapping[str, Any]) -> Asked:
        """Return the check that a table asks for. Raises RefitError."""
        given = {
            key.replace("-", "_"): tuple(value) if isinstance(value, list) else value
            for key, value in table.items()
        }
        given.pop("command", "")
        return Asked(self.make(**given), table.get("command", ""))
