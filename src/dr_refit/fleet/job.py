"""One repository and what to do with it: a value that can travel to any process."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from dr_refit.fleet.template import leads_to

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dr_refit.errors import Problem
    from dr_refit.fleet.model import CommitStyle, Repo, Template
    from dr_refit.fleet.session import Session
    from dr_refit.fleet.template import Version


@dataclass(frozen=True, kw_only=True, slots=True)
class RunOptions:
    """The options of a run, whatever its operation."""

    #: The version wanted; empty: what fleet.toml says, else the newest.
    version: str = ""
    #: Names; empty: all. `limit` is how many may get a branch; 0: no limit.
    repos: tuple[str, ...] = ()
    limit: int = 0
    jobs: int = 1
    #: Address of a Dask scheduler; empty: processes on this machine.
    scheduler: str = ""
    #: Answers for this run, beside those of fleet.toml.
    answers: Mapping[str, str] = field(default_factory=dict, hash=False)
    #: Publish nothing; push; open a pull request.
    dry: bool = False
    push: bool = False
    pull_request: bool = False
    #: Only look: what was last fetched of a template will do where it is out of reach.
    looks: bool = False
    #: Who makes the commits, and signs them off; empty: as fleet.toml says it.
    author: str = ""
    sign_off: bool = False
    #: How long a render may take, and a git command.
    seconds: float = 300.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Job[O]:
    """What to do with one repository."""

    operation: str
    repo: Repo
    #: What is asked of this operation alone, and what of any.
    options: O
    run: RunOptions
    #: The folder of the fleet's state; empty: the worker makes one of its own.
    state: str
    template: Template
    #: As fleet.toml says it.
    commit: CommitStyle
    #: The version to bring it to; None: the operation needs none.
    target: Version | None = None
    #: The fleet.toml, where it is not the one that is found from here.
    file: str = ""
    #: The run in the journal, and what earlier ones published in this repository.
    run_id: str = ""
    published_by_us: frozenset[str] = frozenset()

    @property
    def asked(self) -> str:
        """The version that was asked for by name; empty: none was."""
        return "" if self.repo.version else self.run.version

    @property
    def style(self) -> CommitStyle:
        """How its commits are."""
        return replace(
            self.commit,
            author=self.run.author or self.commit.author,
            sign_off=self.run.sign_off or self.commit.sign_off,
        )

    @property
    def answers(self) -> Mapping[str, Any]:
        """The answers that are wanted, whatever the project answers itself."""
        return {**self.repo.answers, **self.run.answers}

    def is_source(self, address: str) -> bool:
        """Return whether an address, of an answers file, is that of its template."""
        return leads_to(self.template, address)

    def how(self, command: str, *more: str) -> str:
        """Return what to run for the same repository, version and fleet."""
        named = (("--to", self.asked), ("--file", self.file))
        options = [word for pair in named if pair[1] for word in pair]
        words = [self.repo.name, *more, *options]
        return f"run: fleet {command} {shlex.join(words)}"

    @property
    def checkout(self) -> str:
        """Where it is on this machine; empty: it is not."""
        return self.repo.location if self.is_local else ""

    @property
    def is_local(self) -> bool:
        """Whether the repository is on this machine."""
        return self.repo.location.startswith("/")


@dataclass(frozen=True, kw_only=True, slots=True)
class Operation[O, R]:
    """What can be done with each repository of a fleet."""

    name: str
    #: Takes the job, the worker's session and an empty folder.
    run: Callable[[Job[O], Session, str], R]
    #: The result where a Problem ended the job.
    stopped: Callable[[Repo, Problem], R]
    needs_template: bool = True
    #: Whether it leaves repositories on hold alone.
    respects_hold: bool = False
    #: Whether a result is one of the few that `--limit` allows.
    has_made: Callable[[R], bool] = lambda _result: False
