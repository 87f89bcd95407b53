"""A data set has the name that was decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dr_refit.errors import RefitError
from dr_refit.plan import kind
from dr_refit.plan.kind import Kind
from dr_refit.plan.verdict import Left, Verdict
from dr_refit.toml import string

if TYPE_CHECKING:
    from dr_refit.plan.world import World

_NAME = string("name of a data set", r"^[\w.-]+(/[\w.-]+)?$(?!\n)")


@dataclass(frozen=True, kw_only=True, slots=True)
class DataSet:
    """Those that read it name it, and nobody names it otherwise."""

    name: str
    instead_of: str = ""
    repositories: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Raise RefitError where nothing is asked."""
        if not (self.instead_of or self.repositories):
            hint = "add instead-of, or the repositories that name it"
            raise RefitError(f"nobody is asked for {self.name}", hint)
        if self.instead_of == self.name:
            hint = "leave instead-of out, or name what nobody may name any more"
            raise RefitError(f"{self.name} cannot take its own place", hint)

    def measure(self, world: World) -> Verdict:
        """Find out how much of it is true."""
        left: list[Left] = []
        for name in self.repositories:
            if unread := world.unread(name):
                left += unread
            elif not world.grep(name, self.name):
                why = f"{name} does not name {self.name}"
                left.append(Left(why=why, repository=name))
        ids = [one.id for one in world.migrations if self.instead_of in one.values]
        for name in world.repos if self.instead_of else ():
            if name not in world.seen:
                left += world.unread(name) if name not in self.repositories else ()
            elif places := world.grep(name, self.instead_of):
                values = world.how("migrate", *ids, "--values", "--repos", name)
                left.append(
                    Left(
                        why=f"{name} names {self.instead_of}",
                        repository=name,
                        places=places,
                        command=values if ids else "",
                        gives=f"{self.instead_of} not named in {name}",
                    )
                )
        readers = ", ".join(self.repositories) or "whoever names it"
        return Verdict(said=f"{self.name} in {readers}", left=tuple(left))


DATASET = Kind(
    name="dataset",
    help="A data set has the name that was decided.",
    keys={
        "name": (_NAME, "Its name, such as drotherm/ft-scaling."),
        "instead-of": (_NAME, "What nobody may name it any more."),
        "repositories": (kind.REPOSITORIES, "Who has to name it."),
    },
    required=("name",),
    make=DataSet,
)
