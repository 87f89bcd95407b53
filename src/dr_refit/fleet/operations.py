"""What can be done with a repository: one function an operation, and a table of them.

An operation takes a job, the worker's workshop and an empty folder, and gives the
result. A Problem that it raises becomes a result, too.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from dr_refit.errors import Problem
from dr_refit.fleet import adopt, migrate, resolve, update
from dr_refit.fleet.model import RepoResult
from dr_refit.fleet.stopped import outcome_of
from dr_refit.fleet.workshop import workshop

if TYPE_CHECKING:
    from collections.abc import Callable

    from dr_refit.fleet.job import Job
    from dr_refit.fleet.workshop import Workshop

OPERATIONS: dict[str, Callable[[Job, Workshop, str], RepoResult]] = {
    "update": update.update,
    "diff": update.diff,
    "resolve": resolve.resolve,
    "migrate": migrate.migrate,
    "adopt": adopt.adopt,
}


def run_job(job: Job) -> RepoResult:
    """Do a job; whatever goes wrong in it is its result."""
    name = job.repo.name
    shop = workshop(job.home, job.url, job.seconds)
    try:
        with shop.scratch(name) as scratch:
            result = OPERATIONS[job.operation](job, shop, scratch)
            return replace(result, repo=name)
    except Problem as problem:
        outcome = outcome_of(problem)
        return RepoResult(repo=name, outcome=outcome, message=problem.full_message)
    except Exception as error:  # noqa: BLE001 - a bug stops one repository, not the run
        return RepoResult(
            repo=name, outcome="failed", message=f"please report {error!r}"
        )
