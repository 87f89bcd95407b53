"""What can be done with the repositories of a fleet: a table of operations.

To add one: a module with an `Operation`, and its line here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from dr_refit.errors import Problem, bug
from dr_refit.fleet import worker
from dr_refit.fleet.operations.adopt import ADOPT
from dr_refit.fleet.operations.compare import COMPARE
from dr_refit.fleet.operations.diff import DIFF
from dr_refit.fleet.operations.heal import HEAL
from dr_refit.fleet.operations.migrate import MIGRATE
from dr_refit.fleet.operations.read import READ
from dr_refit.fleet.operations.resolve import RESOLVE
from dr_refit.fleet.operations.status import STATUS
from dr_refit.fleet.operations.update import UPDATE

if TYPE_CHECKING:
    from dr_refit.fleet.job import Job, Operation
    from dr_refit.git.publish import Published

#: By name, since a job that travels has no more of its operation.
OPERATIONS: Final[dict[str, Operation[Any, Any]]] = {
    operation.name: operation
    for operation in (
        UPDATE,
        DIFF,
        HEAL,
        RESOLVE,
        MIGRATE,
        ADOPT,
        STATUS,
        READ,
        COMPARE,
    )
}


def run_job(job: Job[Any]) -> tuple[Any, list[Published]]:
    """Run a job; return its result, and what it has published or was about to.

    What ends it becomes a result, here and nowhere else.
    """
    operation = OPERATIONS[job.operation]
    announced: list[Published] = []
    try:
        session = worker.session(job.state, job.template, job.run.seconds)
        session.announced = announced
        with session.scratch(job.repo.name) as scratch:
            return operation.run(job, session, scratch), announced
    except Problem as problem:
        return operation.stopped(job.repo, problem), announced
    except OSError as error:
        what = f"{error.filename}: " if error.filename else ""
        full = Problem(f"{what}{error.strerror or error}")
        return operation.stopped(job.repo, full), announced
    except Exception as error:  # noqa: BLE001 - a bug stops one repository, not the run
        return operation.stopped(job.repo, Problem(bug(error))), announced
