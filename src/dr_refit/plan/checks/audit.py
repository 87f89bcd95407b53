"""An audit finds nothing: of some codes, in some repositories."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dr_refit import files
from dr_refit.checks import baseline
from dr_refit.checks.audit import CHECKS, audit
from dr_refit.plan import kind
from dr_refit.plan.kind import Kind
from dr_refit.plan.verdict import Left, Place, Verdict
from dr_refit.toml import list_of, one_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dr_refit.checks.baseline import Accepted
    from dr_refit.checks.model import Found
    from dr_refit.plan.world import World

_CODES = sorted(check.code for check in CHECKS)


@dataclass(frozen=True, kw_only=True, slots=True)
class Audited:
    """Nothing is found but what the baseline beside the fleet.toml accepts."""

    codes: tuple[str, ...] = ()
    repositories: tuple[str, ...] = ()

    def measure(self, world: World) -> Verdict:
        """Find out how much of it is true."""
        names = self.repositories or tuple(world.repos)
        left = [one for name in names for one in world.unread(name)]
        found = audit(world.family, self.codes, baseline=_accepted(world)).found
        for name in names:
            by_code: dict[str, list[Found]] = {}
            for one in found if name in world.seen else ():
                if one.repository == name and one.finding.level != "note":
                    by_code.setdefault(one.finding.code, []).append(one)
            options = [word for code in self.codes for word in ("--select", code)]
            left += [
                Left(
                    why=f"{name}: {code}: {some[0].finding.message}",
                    repository=name,
                    places=tuple(
                        dict.fromkeys(
                            Place(one.path, one.finding.position.line) for one in some
                        )
                    ),
                    command=world.how("audit", name, *options),
                    shows=True,
                )
                for code, some in by_code.items()
            ]
        where = ", ".join(self.repositories) or f"{len(names)} repositories"
        return Verdict(said=f"nothing found in {where}", left=tuple(left))


def _accepted(world: World) -> Sequence[Accepted]:
    path = os.path.join(os.path.dirname(world.fleet.path), baseline.NAME)
    try:
        return baseline.parse(files.read(path), path)
    except OSError:
        return ()


AUDIT = Kind(
    name="audit",
    help="`fleet audit` finds nothing.",
    keys={
        "codes": (list_of(one_of(_CODES), "codes"), "What counts (default: all)."),
        "repositories": (kind.REPOSITORIES, "Where (default: everywhere)."),
    },
    required=(),
    make=Audited,
)
