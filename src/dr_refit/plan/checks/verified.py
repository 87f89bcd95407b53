"""The homes of a migration are published."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dr_refit import files
from dr_refit.errors import RefitError
from dr_refit.migration.toml import parse_with_lines, shipped_dir
from dr_refit.plan.kind import Kind
from dr_refit.plan.verdict import Left, Place, Verdict
from dr_refit.toml import one_of
from dr_refit.wheels.check import check

if TYPE_CHECKING:
    from dr_refit.plan.world import World

_IDS = sorted(path.stem for path in shipped_dir().glob("*.toml"))


@dataclass(frozen=True, kw_only=True, slots=True)
class Verified:
    """`codemod verify` finds nothing."""

    migration: str

    def measure(self, world: World) -> Verdict:
        """Find out how much of it is true."""
        name = self.migration
        command = f"codemod verify {name}"
        if world.stock is None:
            left = Left(
                why=f"whether {name} leads to what is published",
                measured=False,
                command=world.how("plan", "--registry"),
            )
            return Verdict(left=(left,))
        path = os.path.join(shipped_dir(), f"{name}.toml")
        read = parse_with_lines(path, files.read(path))
        try:
            found = check(read, world.stock).findings
        except RefitError as error:
            unknown = Left(why=error.full_message, measured=False, command=command)
            return Verdict(left=(unknown,))
        if not found:
            return Verdict(said=f"{name} leads to what is published")
        left = Left(
            why=f"{name} leads to what is not published",
            places=tuple(
                Place(f"codemods/{name}.toml", one.position.line) for one in found
            ),
            command=command,
            shows=True,
        )
        return Verdict(left=(left,))


VERIFIED = Kind(
    name="verified",
    help="All that a migration leads to is published: `codemod verify`.",
    keys={"migration": (one_of(_IDS), "Its id, of `codemod list`.")},
    required=("migration",),
    make=Verified,
)
