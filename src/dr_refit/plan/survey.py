"""The repositories of a fleet, read for a plan."""

from __future__ import annotations

from contextlib import closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING

from dr_refit.checks import rules
from dr_refit.errors import Problem
from dr_refit.fleet import answers as answers_file
from dr_refit.fleet.family import gather
from dr_refit.fleet.repository import Head
from dr_refit.fleet.template import leads_to
from dr_refit.git.store import Store
from dr_refit.plan.world import Seen, World
from dr_refit.tree.commit import Commit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from dr_refit.fleet.model import Repo
    from dr_refit.fleet.run import Run
    from dr_refit.wheels.stock import Stock


@contextmanager
def survey(
    run: Run, stock: Stock | None, on_progress: Callable[[int, str], None]
) -> Iterator[World]:
    """Read every repository where it stands; what cannot be read says why."""
    family = gather(run, rules.shipped(), on_progress)
    with closing(Store(run.state.store, run.options.seconds)) as store:
        seen = {}
        repos = {repo.name: repo for repo in run.repos}
        for one in family.repositories:
            found = store.find_commit(f"refs/fleet/{one.name}/head")
            assert found is not None
            head = Head(
                commit=found.oid, tree=found.tree, entries=store.entries(found.tree)
            )
            repo = repos[one.name]
            is_ours = partial(leads_to, run.fleet.template_of(repo))
            why = _unlinked(repo, head, store, is_ours)
            files = Commit(head.entries, store)
            seen[one.name] = Seen(repository=one, files=files, unlinked=why)
        yield World(
            fleet=run.fleet,
            family=family,
            seen=seen,
            stock=stock,
            file=run.file,
        )


def _unlinked(
    repo: Repo, head: Head, store: Store, is_ours: Callable[[str], bool]
) -> str:
    """Return why a repository is not linked to the template; empty: it is."""
    try:
        answers = answers_file.find(store, head, repo, is_ours)
    except Problem as problem:
        return problem.full_message
    if answers is None:
        return "it has no answers file"
    if not answers.version:
        return f"{answers.path} names no version"
    if not is_ours(answers.source):
        return f"{answers.path} names another template"
    return ""
