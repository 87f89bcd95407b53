"""How a fleet stands, for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from dr_refit.report.json import fields

if TYPE_CHECKING:
    from dr_refit.fleet.model import FleetStatus, RepoStatus


def render(status: FleetStatus) -> str:
    """Write one JSON object."""
    data = {
        "exit_code": status.exit_code,
        "template": {"url": status.fleet.template.url, "newest": status.newest},
        "repositories": [_repository(one) for one in status.statuses],
    }
    return json.dumps(data, indent=2) + "\n"


def _repository(one: RepoStatus) -> dict[str, Any]:
    return {
        "repo": one.repo.name,
        "location": one.repo.location,
        "layer": one.repo.layer,
        "hold": one.repo.hold,
        "state": one.state,
        "version": one.version,
        "updated": one.updated,
        "error": one.error,
        "drift": [asdict(drift) for drift in one.drift],
        "imports": [
            {
                "package": edge.imported,
                "violation": edge.violation,
                "places": [{"path": path, "line": line} for path, line in edge.places],
            }
            for edge in one.edges
        ],
        "findings": [
            {"path": located.path, **fields(located.finding)}
            for located in one.findings
        ],
        "uncapped": list(one.uncapped),
    }
