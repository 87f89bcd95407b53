"""The codemods over a repository's head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.fleet.stop import Stop

if TYPE_CHECKING:
    from dr_refit.fleet.job import Job
    from dr_refit.fleet.workshop import Workshop
    from dr_refit.fleet_model import RepoResult


def adopt(job: Job, shop: Workshop, scratch: str) -> RepoResult:
    """."""
    raise Stop("failed", "todo")
