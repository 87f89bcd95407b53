"""The commands that help where a repository of a fleet is not as it should be."""

from __future__ import annotations

import os
from shlex import quote
from typing import TYPE_CHECKING

from dr_refit.codes import Code

if TYPE_CHECKING:
    from dr_refit.fleet.model import FleetStatus, RepoStatus


def helps(status: FleetStatus, one: RepoStatus) -> list[str]:
    """Return the commands for a repository that is not current, and is to be."""
    name, file = quote(one.repo.name), _file(status)
    if one.repo.hold or one.repo.package in status.retired:
        return []
    return {
        "behind": [f"fleet update{file} --repos {name}"],
        "drifted": [f"fleet diff{file} {name}"],
        "unlinked": [f"fleet adopt{file} {name}"],
    }.get(one.state, [])


def helps_all(status: FleetStatus, state: str) -> list[str]:
    """Return the commands for all repositories in a state."""
    there = [one for one in status.statuses if one.state == state]
    commands = [*dict.fromkeys(c for one in there for c in helps(status, one))]
    if state == "behind" and commands:
        return [f"fleet update{_file(status)}"]
    return commands


def migrates(status: FleetStatus) -> str:
    """Return the command for retired imports; empty: there is none it rewrites."""
    active = [each for each in status.statuses if not each.repo.hold]
    codes = {one.finding.code for each in active for one in each.findings}
    return f"fleet migrate{_file(status)}" * (Code.RETIRED_IMPORT in codes)


def _file(status: FleetStatus) -> str:
    file = os.path.basename(status.fleet.path)
    return "" if file == "fleet.toml" else f" --file {quote(file)}"
