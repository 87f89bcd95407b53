"""A run over a fleet: jobs to an executor, results back in the order of the fleet."""

from __future__ import annotations

import os
import sys
import time
from concurrent.futures import BrokenExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dr_refit.errors import RefitError
from dr_refit.fleet import manifest
from dr_refit.fleet.job import Job
from dr_refit.fleet.model import FleetReport, RepoResult
from dr_refit.fleet.operations import run_job
from dr_refit.fleet.store import Store
from dr_refit.fleet.template import Mirror

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    from dr_refit.fleet.model import Fleet, Repo
    from dr_refit.fleet.state import Home
    from dr_refit.fleet.template import Version


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """What a run is asked for."""

    operation: str
    #: The version wanted; empty: what fleet.toml says, else the newest.
    version: str = ""
    #: Names; empty: all. `limit` is how many of them at most; 0: no limit.
    repos: tuple[str, ...] = ()
    limit: int = 0
    jobs: int = 1
    #: Address of a Dask scheduler; empty: processes on this machine.
    scheduler: str = ""
    dry: bool = False
    push: bool = False
    request: bool = False
    seconds: float = 120.0
    #: For the operation alone.
    options: tuple[str, ...] = ()
    #: Whether the template is needed at all.
    template: bool = True

    @property
    def publishes(self) -> bool:
        """Whether it is for many repositories, of which some may be on hold."""
        return self.operation in {"update", "migrate", "adopt"}


def chosen(fleet: Fleet, options: Options) -> list[Repo]:
    """Give the repositories that are meant; RefitError for a name that is none."""
    known = {repo.name: repo for repo in fleet.repositories}
    for name in options.repos:
        if name not in known:
            hint = f"there are: {', '.join(known) or 'none'}"
            raise RefitError(f"{fleet.path} has no repository {name}", hint)
    wanted = [
        r for r in fleet.repositories if not options.repos or r.name in options.repos
    ]
    return wanted[: options.limit or None]


def run(
    fleet: Fleet,
    home: Home,
    options: Options,
    *,
    tick: Callable[[int, str], None] = lambda _done, _name: None,
) -> FleetReport:
    """Do one operation for every repository that is meant.

    `tick` is told how many are done, and which is the last of them.
    """
    if options.scheduler and not (options.push or options.dry):
        hint = "add --push or --dry-run: nothing else of it comes back"
        raise RefitError("--scheduler works elsewhere", hint)
    repos = chosen(fleet, options)
    store = Store(os.path.join(home.folder, "store.git"))
    store.create()
    targets = _targets(fleet, home, options, repos)
    newest = targets.get("")
    home.journal.begin(options.operation, newest.name if newest else "")
    results = {}
    jobs = []
    for planned in _planned(fleet, home, options, repos, targets):
        if isinstance(planned, Job):
            jobs.append(planned)
        else:
            results[planned.repo] = planned
    for result in _uninterrupted(_done(jobs, options)):
        results[result.repo] = result
        if options.scheduler:
            # Its worker has written this down in a place of its own.
            for published in result.published:
                home.journal.publishing(result.repo, published)
        tick(len(results), result.repo)
    home.journal.add("end")
    store.tidy()
    return FleetReport(
        operation=options.operation,
        results=tuple(results[repo.name] for repo in repos),
        version=newest.name if newest else "",
        dry=options.dry,
    )


def _targets(
    fleet: Fleet, home: Home, options: Options, repos: Sequence[Repo]
) -> dict[str, Version]:
    """Find the version for all, under "", and those that repositories are pinned to.

    Once for all: with the newest version fixed, all go to the same one. RefitError
    where the template cannot be read, or has not the version wanted.
    """
    if not options.template:
        return {}
    mirror = Mirror(home.folder, fleet.template.url)
    mirror.refresh()
    targets = {"": mirror.target(options.version or fleet.template.version)}
    for pin in {repo.version for repo in repos if repo.version}:
        if version := mirror.find(pin):
            targets[pin] = version
    mirror.store.close()
    return targets


def _planned(
    fleet: Fleet,
    home: Home,
    options: Options,
    repos: Sequence[Repo],
    targets: Mapping[str, Version],
) -> Iterator[Job | RepoResult]:
    """Yield a job for each repository, or the result where there is nothing to do."""
    ours = home.journal.ours()
    found = os.path.abspath(manifest.find()) == fleet.path
    for repo in repos:
        if repo.hold and options.publishes:
            yield RepoResult(repo=repo.name, outcome="held", message=repo.hold)
        elif options.template and repo.version not in targets:
            what = f"fleet.toml pins it to {repo.version}, which the template has not"
            yield RepoResult(repo=repo.name, outcome="failed", message=what)
        else:
            yield Job(
                operation=options.operation,
                repo=repo,
                home="" if options.scheduler else home.folder,
                url=fleet.template.url,
                target=targets.get(repo.version),
                asked="" if repo.version else options.version,
                file="" if found else os.path.relpath(fleet.path),
                run=home.journal.run,
                ours=ours.get(repo.name, frozenset()),
                dry=options.dry,
                push=options.push,
                request=options.request,
                seconds=options.seconds,
                options=options.options,
            )


def _uninterrupted(results: Iterator[RepoResult]) -> Iterator[RepoResult]:
    """Say what an interrupted run comes to."""
    try:
        yield from results
    except KeyboardInterrupt:
        hint = "what is done stays done: run it again to go on"
        raise RefitError("interrupted", hint) from None


def _done(jobs: Sequence[Job], options: Options) -> Iterator[RepoResult]:
    """Yield results as they come; a worker that dies takes no other's with it."""
    with executor(options, len(jobs)) as pool:
        futures = {pool.submit(run_job, job): job for job in jobs}
        for future in as_completed(futures):
            try:
                yield future.result()
            except BrokenExecutor:
                yield RepoResult(
                    repo=futures[future].repo.name,
                    outcome="failed",
                    message="the worker died; what is done stays done: run it again",
                )


@contextmanager
def executor(options: Options, jobs: int) -> Iterator[Executor]:
    """Give what runs the jobs: processes here, or a Dask cluster."""
    if options.scheduler:
        from dr_refit.fleet.distributed import cluster

        with cluster(options.scheduler) as pool:
            yield pool
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # This process has no threads yet, and nothing heavy in it: forking is quick and
    # sound. Elsewhere, what the system does by itself.
    method = "fork" if sys.platform == "linux" else None
    pool = ProcessPoolExecutor(
        max_workers=max(1, min(options.jobs, jobs)),
        mp_context=multiprocessing.get_context(method),
        initializer=_begin_worker,
        initargs=(os.getpid(),),
    )
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _begin_worker(parent: int) -> None:
    """Finish what is begun if the user interrupts; end if who gives work has died."""
    import signal
    import threading

    # The programs that it starts inherit this.
    signal.signal(signal.SIGINT, signal.SIG_IGN)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
