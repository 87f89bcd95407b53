"""The version of its template that each repository of a run is brought to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.errors import Problem
from dr_refit.fleet import shipped
from dr_refit.fleet.stopped import JobStopped
from dr_refit.fleet.template import Mirror

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dr_refit.fleet.job import RunOptions
    from dr_refit.fleet.model import Fleet, Repo, Template
    from dr_refit.fleet.state import StateDir
    from dr_refit.fleet.template import Version


class Targets:
    """The versions of all templates, fixed once: each has one newest version."""

    def __init__(
        self, fleet: Fleet, repos: Sequence[Repo], state: StateDir, options: RunOptions
    ) -> None:
        self._fleet = fleet
        self._repos = repos
        self._state = state
        self._options = options
        #: Name of a template, and what a repository is pinned to -> the version.
        self._found: dict[tuple[str, str], Version | Problem] = {}
        #: What a person should know.
        self.notes: list[str] = []

    def find(self, asked: str) -> None:
        """Fetch the templates, and find the versions: those asked for, else the newest.

        Raises Problem where no template can be read, or none has the version wanted.
        """
        fetched: dict[str, Problem | None] = {}
        for template in self._used():
            mirror = Mirror(self._state, template, self._options.seconds)
            if template.url not in fetched:
                fetched[template.url] = self._problem_of(mirror)
            problem = fetched[template.url]
            for pin in self._pins(template):
                wanted = pin or asked or template.version
                self._found[template.name, pin] = problem or _found(mirror, wanted)
            mirror.store.close()
        problems = [each for (_, pin), each in self._found.items() if not pin]
        if isinstance(first := problems[0], Problem) and all(
            isinstance(each, Problem) for each in problems
        ):
            raise first

    @property
    def newest(self) -> str:
        """The version of those that are pinned to none; of several templates, each."""
        found = {
            name: target.name
            for (name, pin), target in self._found.items()
            if not (pin or isinstance(target, Problem))
        }
        if len(self._used()) == 1:
            return "".join(found.values())
        return ", ".join(f"{name} {found[name]}".strip() for name in found)

    def of(self, repo: Repo) -> Version:
        """Return the version for a repository; stop where its template has it not."""
        target = self._found[repo.template, repo.version]
        if isinstance(target, Problem):
            why = "fleet.toml pins it, and " if repo.version else ""
            raise JobStopped("failed", f"{why}{target.message}", target.hint)
        return target

    def _used(self) -> list[Template]:
        fleet = self._fleet
        names = {repo.template for repo in self._repos}
        known = (fleet.template, *fleet.named.values())
        used = {each.name: each for each in known if each.name in names}
        return [*used.values()] or [fleet.template]

    def _problem_of(self, mirror: Mirror) -> Problem | None:
        """Fetch a template; return why that cannot be done."""
        try:
            if why := shipped.refresh(mirror):
                self.notes.append(f"the template that came with dr-refit counts: {why}")
        except Problem as problem:
            if not (self._options.looks and mirror.versions()):
                return problem
            self.notes.append(f"{problem.message}: as it was last fetched, it counts")
        return None

    def _pins(self, template: Template) -> list[str]:
        own = (repo for repo in self._repos if repo.template == template.name)
        return sorted({"", *(repo.version for repo in own)})


def _found(mirror: Mirror, wanted: str) -> Version | Problem:
    try:
        return mirror.target(wanted)
    except Problem as problem:
        return problem
