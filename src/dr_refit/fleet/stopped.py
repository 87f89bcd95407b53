"""What ends the work on one repository, and on no other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.errors import Problem

if TYPE_CHECKING:
    from dr_refit.fleet.model import Outcome


class JobStopped(Problem):
    """Nothing more is done for the repository: what became of it, why, what to do."""

    def __init__(self, outcome: Outcome, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.outcome: Outcome = outcome


def outcome_of(problem: Problem) -> Outcome:
    """Return what became of a repository whose job ended with this."""
    return problem.outcome if isinstance(problem, JobStopped) else "failed"
