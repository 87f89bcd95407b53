"""How every repository stands: its template, its imports, its requirements."""

from __future__ import annotations

import os
from concurrent.futures import BrokenExecutor, as_completed
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from dr_refit.errors import Problem, RefitError
from dr_refit.fleet import answers as answers_file
from dr_refit.fleet.change import PREFIX
from dr_refit.fleet.inspect import Inspector
from dr_refit.fleet.job import Job, fetch
from dr_refit.fleet.model import Drift, FleetStatus, Repo, RepoStatus
from dr_refit.fleet.run import chosen, executor
from dr_refit.fleet.store import Store
from dr_refit.fleet.template import Mirror, is_older
from dr_refit.fleet.workshop import Project, workshop
from dr_refit.migration.toml import load_shipped
from dr_refit.tree.commit import Commit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from dr_refit.fleet.job import Head
    from dr_refit.fleet.model import Fleet
    from dr_refit.fleet.run import Options
    from dr_refit.fleet.state import Home
    from dr_refit.fleet.template import Version
    from dr_refit.fleet.workshop import Render, Workshop

    #: Name and layer of every repository, in the order of the fleet.toml.
    type Layers = tuple[tuple[str, str], ...]


def measure(
    fleet: Fleet,
    home: Home,
    options: Options,
    *,
    tick: Callable[[int, str], None] = lambda _done, _name: None,
) -> FleetStatus:
    """Look at every repository that is meant.

    `tick` is told how many are done, and which is the last of them. Raises RefitError
    where the template cannot be read, or has not the version that the fleet wants.
    """
    repos = chosen(fleet, options)
    Store(os.path.join(home.folder, "store.git")).create()
    mirror = Mirror(home.folder, fleet.template.url)
    mirror.refresh()
    newest = mirror.target(fleet.template.version)
    pinned = _pinned(mirror, repos)
    mirror.store.close()
    layers = tuple((repo.name, repo.layer) for repo in fleet.repositories)
    # Here, so that every process that is forked has it.
    _inspector(layers)
    jobs = []
    statuses = {}
    for repo in repos:
        target = pinned[repo.version] if repo.version else newest
        if isinstance(target, RefitError):
            error = f"fleet.toml pins it, and {target.message}: {target.hint}"
            statuses[repo.name] = RepoStatus(repo=repo, state="broken", error=error)
            continue
        job = Job(
            operation="status",
            repo=repo,
            home=home.folder,
            url=fleet.template.url,
            target=target,
            seconds=options.seconds,
        )
        jobs.append(job)
    for status in _looked_at(jobs, layers, options):
        statuses[status.repo.name] = status
        tick(len(statuses), status.repo.name)
    return FleetStatus(
        fleet=fleet,
        newest=newest.name,
        statuses=tuple(statuses[repo.name] for repo in repos),
    )


def _pinned(mirror: Mirror, repos: Sequence[Repo]) -> dict[str, Version | RefitError]:
    found: dict[str, Version | RefitError] = {}
    for version in {repo.version for repo in repos if repo.version}:
        try:
            found[version] = mirror.target(version)
        except RefitError as error:
            found[version] = error
    return found


def _looked_at(
    jobs: Sequence[Job], layers: Layers, options: Options
) -> Iterator[RepoStatus]:
    with executor(options, len(jobs)) as pool:
        futures = {pool.submit(look, job, layers): job for job in jobs}
        for future in as_completed(futures):
            try:
                yield future.result()
            except BrokenExecutor:
                repo = futures[future].repo
                yield RepoStatus(repo=repo, state="broken", error="the worker died")


@cache
def _inspector(layers: Layers) -> Inspector:
    repositories = [Repo(name=name, location="", layer=layer) for name, layer in layers]
    return Inspector(repositories, load_shipped())


def look(job: Job, layers: Layers) -> RepoStatus:
    """Look at one repository; whatever cannot be told is its error."""
    shop = workshop(job.home, job.url, job.seconds)
    status = RepoStatus(repo=job.repo, state="broken")
    try:
        head = fetch(job, shop.store, PREFIX)
        seen = _inspector(layers)(job.repo, Commit(head.entries, shop.store))
        status = replace(
            status, edges=seen.edges, findings=seen.findings, uncapped=seen.uncapped
        )
        with shop.scratch(job.repo.name) as scratch:
            return replace(status, **_template(job, shop, head, scratch))
    except Problem as problem:
        return replace(status, error=problem.full_message)
    except Exception as error:  # noqa: BLE001 - a bug stops one repository, not the run
        return replace(status, error=f"please report {error!r}")


def _template(job: Job, shop: Workshop, head: Head, scratch: str) -> dict[str, Any]:
    """Tell the fields of a `RepoStatus` that are about the template."""
    assert job.target is not None
    answers = answers_file.find(shop.store, head.entries)
    if answers is None:
        return {"state": "unlinked"}
    log = ("log", "-1", "--format=%cs", head.commit, "--", answers.path)
    known = {"version": answers.version, "updated": shop.store.git.text(*log)}
    if not answers.version:
        return known | {"state": "unlinked"}
    if answers.source != job.url:
        error = (
            f"{answers.path} says that its template is {answers.source or 'unknown'}"
        )
        return known | {"state": "broken", "error": error}
    version = _version(shop.mirror, answers.version)
    if version is None:
        error = f"{answers.path} is at {answers.version}: the template has none such"
        return known | {"state": "broken", "error": error}
    project = Project(name=job.repo.name, answers=answers, defaults={})
    base = shop.render(version, project, scratch)
    drift = _drift(shop.store, base, head, answers.path)
    state = "drifted" if drift else "current"
    if version.commit != job.target.commit and not is_older(job.target, version):
        state = "behind"
    return known | {"state": state, "drift": drift}


@cache
def _version(mirror: Mirror, name: str) -> Version | None:
    # Most projects are at one of a few.
    return mirror.find(name)


def _drift(store: Store, base: Render, head: Head, answers: str) -> tuple[Drift, ...]:
    """Compare the template's paths; those it makes only once are the project's."""
    found = []
    for path, entry in sorted(base.entries.items()):
        here = head.entries.get(path)
        if path == answers or path in base.skipped or here == entry:
            continue
        if here is None:
            found.append(Drift(path=path, kind="deleted"))
        elif here.oid == entry.oid:
            found.append(Drift(path=path, kind="mode"))
        else:
            found.append(Drift(path=path, kind="changed"))
    if not any(drift.kind == "changed" for drift in found):
        return tuple(found)
    lines = _lines(store, base.tree, head.tree)
    return tuple(
        replace(drift, added=added, removed=removed)
        for drift in found
        for added, removed in [lines.get(drift.path, (0, 0))]
    )


def _lines(store: Store, old: str, new: str) -> dict[str, tuple[int, int]]:
    r"""Count lines: (<added>\t<removed>\t<path>\0)*, with `-` for binaries."""
    command = ("diff-tree", "-r", "-z", "--numstat", "--no-renames", "--diff-filter=MT")
    counted = os.fsdecode(store.git(*command, old, new))
    found = {}
    for line in counted.split("\0")[:-1]:
        added, removed, path = line.split("\t", 2)
        if added != "-":
            found[path] = int(added), int(removed)
    return found
