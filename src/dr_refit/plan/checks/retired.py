"""A repository is retired: nothing needs it, and it has no code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dr_refit.plan import kind
from dr_refit.plan.checks.no_import import NoImport
from dr_refit.plan.kind import Kind
from dr_refit.plan.verdict import Left, Need, Place, Verdict

if TYPE_CHECKING:
    from dr_refit.plan.world import World


@dataclass(frozen=True, kw_only=True, slots=True)
class Retired:
    """Of its packages only the top is there, which says where all went."""

    repository: str

    def measure(self, world: World) -> Verdict:
        """Find out how much of it is true."""
        name = self.repository
        if unread := world.unread(name):
            return Verdict(left=unread)
        repository = world.seen[name].repository
        left = [
            one
            for package in sorted(repository.packages)
            for one in NoImport(package=package).measure(world).left
        ]
        code = {m: path for m, path in repository.modules.items() if "." in m}
        if not code and not left:
            return Verdict(said=f"{name} is retired")
        what = "has modules" if code else "is needed still"
        last = Left(
            why=f"{name} {what}",
            repository=name,
            places=tuple(map(Place, code.values())),
            command=world.at(name, "codemod retire {}"),
            needs=tuple(Need((one.gives,), one.why) for one in left if one.gives),
        )
        return Verdict(left=(*left, last))


RETIRED = Kind(
    name="retired",
    help="Nothing needs it, and it has no code: `codemod retire`.",
    keys={"repository": (kind.REPOSITORY, "Who.")},
    required=("repository",),
    make=Retired,
)
