"""What every repository says of itself: its imports, requirements and names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dr_refit.checks.read import read_repository
from dr_refit.fleet.job import Job, Operation
from dr_refit.fleet.repository import fetch
from dr_refit.fleet.template import PREFIX
from dr_refit.tree.commit import Commit

if TYPE_CHECKING:
    from dr_refit.checks.model import Member, Repository
    from dr_refit.checks.rules import Concern
    from dr_refit.errors import Problem
    from dr_refit.fleet.model import Repo
    from dr_refit.fleet.session import Session


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadOptions:
    """What to look for."""

    members: tuple[Member, ...] = ()
    concerns: tuple[Concern, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Read:
    """What one repository says."""

    repo: Repo
    #: None: it could not be read; `error` has why.
    repository: Repository | None = None
    error: str = ""
    commit: str = ""


def read(job: Job[ReadOptions], session: Session, _scratch: str) -> Read:
    """Read one repository where it stands."""
    head = fetch(job, session.store, PREFIX)
    layers = dict(job.options.members)
    layer = layers.get(job.repo.package, job.repo.layer)
    tree = Commit(head.entries, session.store)
    found = read_repository(tree, job.repo.name, layer, job.options.concerns)
    return Read(repo=job.repo, repository=found, commit=head.commit)


def stopped(repo: Repo, problem: Problem) -> Read:
    """Return why a repository could not be read."""
    return Read(repo=repo, error=problem.full_message)


READ = Operation(name="read", run=read, stopped=stopped, needs_template=False)
