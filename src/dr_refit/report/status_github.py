"""How a fleet stands, as GitHub workflow commands.

The files are in other repositories than the one whose workflow runs, so that no
annotation has a file: the repository's name is its title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.report.github import LEVELS, command, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.fleet.model import FleetStatus, RepoStatus


def render(status: FleetStatus) -> str:
    """Write a command a matter."""
    lines = (
        command(level, message, title=one.repo.name)
        for one in status.statuses
        for level, message in _matters(one, status.newest)
    )
    return joined(lines)


def _matters(one: RepoStatus, newest: str) -> Iterator[tuple[str, str]]:
    if one.repo.hold:
        yield "notice", f"held: {one.repo.hold}"
    waits = "notice" if one.repo.hold else "error"
    if one.state == "broken":
        yield "error", f"broken: {one.error}"
    elif one.state == "behind":
        yield waits, f"behind: {one.version}, and there is {one.repo.version or newest}"
    elif one.state == "drifted":
        paths = ", ".join(drift.path for drift in one.drift)
        yield waits, f"drifted: files of the template were changed: {paths}"
    elif one.state == "unlinked":
        yield waits, "unlinked: its template version is unknown: run `fleet adopt`"
    for edge in one.violations:
        places = ", ".join(f"{path}:{line}" for path, line in edge.places)
        yield "warning", f"{edge.violation} ({places})"
    for located in one.findings:
        finding = located.finding
        place = (
            f"{located.path}:{finding.position.line}"
            if finding.position.line
            else located.path
        )
        message = f"{place}: {finding.message} [{finding.code}]"
        yield LEVELS[finding.level], message
    for requirement in one.uncapped:
        yield "warning", f"{requirement} has no cap"
