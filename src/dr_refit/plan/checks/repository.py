"""A repository exists, and is linked to the template."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dr_refit.plan import kind
from dr_refit.plan.kind import Kind
from dr_refit.plan.verdict import Left, Verdict
from dr_refit.plan.world import exists
from dr_refit.toml import BOOLEAN

if TYPE_CHECKING:
    from dr_refit.plan.world import World


@dataclass(frozen=True, kw_only=True, slots=True)
class Repository:
    """It is in the fleet.toml, can be read, and was made from the template."""

    name: str
    linked: bool = True

    def measure(self, world: World) -> Verdict:
        """Find out how much of it is true."""
        name = self.name
        seen = world.seen.get(name)
        if seen is None:
            # What is elsewhere, a person makes there.
            is_made_here = name not in world.repos or world.is_absent(name)
            left = Left(
                why=world.missing(name),
                repository=name,
                command=world.how("new", name) if is_made_here else "",
                gives=exists(name),
            )
            return Verdict(left=(left,))
        if self.linked and seen.unlinked:
            left = Left(
                why=f"{name} is not linked to the template: {seen.unlinked}",
                repository=name,
                command=world.how("adopt", name),
            )
            return Verdict(left=(left,))
        linked = ", linked to the template" if self.linked else ""
        return Verdict(said=f"{name} is there{linked}")


REPOSITORY = Kind(
    name="repository",
    help="It exists, and is linked to the template.",
    keys={
        "name": (kind.REPOSITORY, "Its name in the fleet.toml."),
        "linked": (BOOLEAN, "false: whether it is linked is no matter."),
    },
    required=("name",),
    make=Repository,
)
