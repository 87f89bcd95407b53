"""The values of `fleet`: what is managed, its status, and the results of runs."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Literal

from dr_refit.checks.model import LAYERS
from dr_refit.names import import_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dr_refit.checks.model import Edge
    from dr_refit.codes import Level
    from dr_refit.findings import Finding, Position
    from dr_refit.git.merge import Conflict
    from dr_refit.git.publish import Published
    from dr_refit.migration.model import Migration


@dataclass(frozen=True, kw_only=True, slots=True)
class Template:
    """Where projects come from."""

    #: A git URL; the `_src_path` of every project leads there.
    url: str
    #: As repositories name it; empty: that of all others.
    name: str = ""
    #: The release to bring all to, a tag; empty: the newest one.
    version: str = ""
    #: Where it was before.
    aliases: tuple[str, ...] = ()
    #: Whether its tasks and migrations, which are never run, are nothing to warn of.
    skip_tasks: bool = False
    #: Answers that all of its projects have: they choose one of those in a repository.
    answers: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class CommitStyle:
    """How the commits are that fleet makes."""

    #: NAME <MAIL>; empty: fleet itself, or the user where commits are signed (off).
    author: str = ""
    sign_off: bool = False
    sign: bool = False
    #: The first line; `{title}` stands for what it says by itself.
    message: str = "{title}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Repo:
    """One repository of a fleet."""

    name: str
    #: A local path (absolute) or a git URL.
    location: str
    #: One of the fleet's; empty: it takes no part in the layers.
    layer: str = ""
    #: Answers of its template that are wanted, whatever it answers itself.
    answers: Mapping[str, Any] = field(default_factory=dict, hash=False)
    #: Answers of the fleet for what nobody has answered.
    defaults: Mapping[str, Any] = field(default_factory=dict, hash=False)
    #: The name of its template.
    template: str = ""
    #: Its answers file; empty: it is found.
    answers_file: str = ""
    #: The branch that counts; empty: where its HEAD is.
    base: str = ""
    #: Migrations that `fleet migrate` and `fleet status` apply; empty: all there are.
    migrations: tuple[str, ...] = ()
    #: Why it is left alone; empty: it is not.
    hold: str = ""
    #: The template version it is pinned to; empty: the fleet's.
    version: str = ""

    @property
    def package(self) -> str:
        """Its import name."""
        return import_name(self.name)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fleet:
    """A `fleet.toml`."""

    #: The file itself (absolute).
    path: str
    #: That of repositories which name none, and the others.
    template: Template
    repositories: tuple[Repo, ...]
    #: Answers for a project that is still to be made.
    answers: Mapping[str, Any] = field(default_factory=dict)
    commit: CommitStyle = field(default_factory=CommitStyle)
    #: From the bottom to the top.
    layers: tuple[str, ...] = LAYERS
    named: Mapping[str, Template] = field(default_factory=dict)
    #: Those of its own, from the files that it names.
    migrations: tuple[Migration, ...] = ()

    def template_of(self, repo: Repo) -> Template:
        """Return the template of a repository."""
        return self.named.get(repo.template, self.template)

    @property
    def name(self) -> str:
        """What people call it: its folder, or its file where that has another name."""
        folder, file = os.path.split(self.path)
        stem = os.path.splitext(file)[0]
        return stem if stem != "fleet" else os.path.basename(folder)


#: current: as the newest version has it. behind: a newer version exists. drifted:
#: current, but files that the template owns were changed here. unlinked: no answers
#: file, or one without a version. broken: it could not be determined (`error` has why).
TemplateState = Literal["current", "behind", "drifted", "unlinked", "broken"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Drift:
    """A path of the template that differs in the project."""

    path: str
    kind: Literal["changed", "deleted", "mode"]
    #: Whether the template says that it owns the file; else it is merged.
    owned: bool = False
    added: int = 0
    removed: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Located:
    """A finding, and the file it is in (relative to the repository's root)."""

    path: str
    finding: Finding
    #: Where the import statement begins that it is about; None: it is about none.
    statement: Position | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class RepoStatus:
    """The status of one repository."""

    repo: Repo
    state: TemplateState
    #: Template version in use, and the one wanted; empty where unknown.
    version: str = ""
    newest: str = ""
    drift: tuple[Drift, ...] = ()
    #: Imports of retired packages that are left, and what the codemods say of them.
    findings: tuple[Located, ...] = ()
    edges: tuple[Edge, ...] = ()
    #: Requirements of managed packages without an upper bound, as written.
    uncapped: tuple[str, ...] = ()
    #: Day of the commit that last changed the answers file, ISO 8601; empty: never.
    updated: str = ""
    error: str = ""
    #: What else a person should know.
    notes: tuple[str, ...] = ()

    @property
    def violations(self) -> tuple[Edge, ...]:
        """The imports that must not be."""
        return tuple(edge for edge in self.edges if edge.violation)

    @property
    def left(self) -> tuple[Located, ...]:
        """The findings that are work, one per statement; notes only inform."""
        first: dict[tuple[str, Position], Located] = {}
        for one in self.findings:
            if one.finding.level != "note":
                position = one.statement or one.finding.position
                first.setdefault((one.path, position), one)
        return tuple(first.values())


@dataclass(frozen=True, kw_only=True, slots=True)
class FleetStatus:
    """The status of all repositories, in fleet.toml order."""

    fleet: Fleet
    #: The newest version of the template; of several, of each.
    newest: str
    statuses: tuple[RepoStatus, ...]
    #: Whether changes of files that are merged count as well: `--strict`.
    strict: bool = False
    #: Packages that nothing may import.
    retired: frozenset[str] = frozenset()
    #: When, in UTC.
    measured: str = ""

    @property
    def exit_code(self) -> int:
        """2: something could not be determined; 1: behind or drifted; else 0.

        Files that are merged are expected to differ, unless it is to be strict.
        """
        states = {status.state for status in self.statuses}
        if "broken" in states:
            return 2
        active = [status for status in self.statuses if not status.repo.hold]
        waiting = {status.state for status in active}
        differs = self.strict and any(status.drift for status in active)
        return int(differs or bool(waiting & {"behind", "drifted", "unlinked"}))


#: created: a branch is there now. unchanged: it was already, just so. up-to-date: no
#: change is due. unpushed: created, and kept back until it is pushed. held: left alone
#: on purpose. conflict: a person must merge. blocked: a person must do something else
#: first. needs-choice: a person must choose. reverted: a branch was taken back. failed:
#: it could not be done. Reports print these very words.
Outcome = Literal[
    "created",
    "unchanged",
    "up-to-date",
    "unpushed",
    "held",
    "conflict",
    "blocked",
    "needs-choice",
    "reverted",
    "failed",
]
#: Outcomes that leave something for a person.
_FOR_A_PERSON: Final = {"conflict", "blocked", "needs-choice", "unpushed"}


@dataclass(frozen=True, kw_only=True, slots=True)
class RepoResult:
    """The result for one repository."""

    repo: str
    outcome: Outcome
    #: One line: why, or what to do.
    message: str = ""
    #: Template versions before and after; empty where they do not matter.
    old: str = ""
    new: str = ""
    branch: str = ""
    commit: str = ""
    #: The commit it was made for.
    head: str = ""
    #: How many files differ from there.
    files: int = 0
    #: Of one that is kept back: whether it was not before.
    is_new: bool = False
    conflicts: tuple[Conflict, ...] = ()
    #: What a person must look at.
    warnings: tuple[str, ...] = ()
    #: What else a person should know.
    notes: tuple[str, ...] = ()
    findings: tuple[Located, ...] = ()
    published: tuple[Published, ...] = ()
    #: The address of the pull request.
    pull_request: str = ""
    #: Versions to choose from, with how many lines differ from each.
    choices: tuple[tuple[str, int], ...] = ()
    diff: str = ""

    @property
    def level(self) -> Level:
        """What its outcome is to a person, whatever was found in its files."""
        if self.outcome == "failed":
            return "error"
        is_left = self.warnings or self.outcome in _FOR_A_PERSON
        return "warning" if is_left else "note"

    @property
    def exit_code(self) -> int:
        """2: it failed; 1: something is left for a person; else 0."""
        levels = {self.level, *(located.finding.level for located in self.findings)}
        return 2 if "error" in levels else int("warning" in levels)


@dataclass(frozen=True, kw_only=True, slots=True)
class FleetReport:
    """The results for all repositories, in fleet.toml order."""

    operation: str
    results: tuple[RepoResult, ...]
    #: The template version all are brought to; empty where it does not matter.
    version: str = ""
    #: Nothing was published: `--dry-run`.
    dry: bool = False

    @property
    def exit_code(self) -> int:
        """2: something failed; 1: left for a person, or would change; else 0."""
        code = max((result.exit_code for result in self.results), default=0)
        would = self.dry and any(result.outcome == "created" for result in self.results)
        return code or int(would)
