"""The error that ends the work on one repository, and on no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.errors import Problem
from dr_refit.fleet.model import RepoResult
from dr_refit.git.publish import BranchBlocked

if TYPE_CHECKING:
    from dr_refit.fleet.model import Outcome, Repo


class JobStopped(Problem):
    """Ends the work on a repository: its outcome, why, and what to do."""

    def __init__(self, outcome: Outcome, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.outcome: Outcome = outcome


def outcome_of(problem: Problem) -> Outcome:
    """Return what became of a repository whose job ended with this."""
    if isinstance(problem, JobStopped):
        return problem.outcome
    return "blocked" if isinstance(problem, BranchBlocked) else "failed"


def has_made(result: RepoResult) -> bool:
    """Return whether a branch is there, or kept back, that was not."""
    return result.outcome == "created" or result.is_new


def stopped(repo: Repo, problem: Problem) -> RepoResult:
    """Return the result of a job that ended with this."""
    message = problem.full_message
    return RepoResult(repo=repo.name, outcome=outcome_of(problem), message=message)
