"""A run over a fleet: jobs to an executor, results back in the order of the fleet."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections import deque
from concurrent.futures import BrokenExecutor, as_completed
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from dr_refit.errors import Problem, RefitError
from dr_refit.fleet import manifest
from dr_refit.fleet.job import Job
from dr_refit.fleet.operations import run_job
from dr_refit.fleet.stopped import JobStopped
from dr_refit.fleet.targets import Targets
from dr_refit.git.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Executor, Future

    from dr_refit.fleet.job import Operation, RunOptions
    from dr_refit.fleet.model import Fleet, Repo
    from dr_refit.fleet.state import StateDir


#: What ends a run.
_SIGNALS: Final = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)


class Run:
    """What all jobs of a run share: a fleet, its state, and what is asked for."""

    def __init__(self, fleet: Fleet, state: StateDir, options: RunOptions) -> None:
        """Choose the repositories. Raises RefitError for an unknown name."""
        self.fleet = fleet
        self.state = state
        self.options = options
        self.repos = _chosen(fleet, options)
        found = os.path.abspath(manifest.find())
        #: How commands name the fleet.toml; empty: they find it by themselves.
        self.file = "" if fleet.path == found else os.path.relpath(fleet.path)

    @cached_property
    def published_by_us(self) -> dict[str, frozenset[str]]:
        """The commits that earlier runs have published, by repository."""
        return self.state.journal.published_by_us()

    @cached_property
    def targets(self) -> Targets:
        """The versions of the templates. Raises Problem: as `Targets.find`."""
        options = self.options
        targets = Targets(self.fleet, self.repos, self.state, options)
        targets.find(options.version)
        return targets


def _chosen(fleet: Fleet, options: RunOptions) -> list[Repo]:
    known = {repo.name: repo for repo in fleet.repositories}
    for name in options.repos:
        if name not in known:
            each = "name each by a --repos of its own; " if "," in name else ""
            hint = f"{each}there are: {', '.join(known) or 'none'}"
            raise RefitError(f"{fleet.path} has no repository {name}", hint)
    return [
        r for r in fleet.repositories if not options.repos or r.name in options.repos
    ]


def run_all[O, R](
    operation: Operation[O, R],
    run: Run,
    options: O,
    on_progress: Callable[[int, str], None] = lambda _done, _last: None,
) -> Iterator[R]:
    """Run an operation over the chosen repositories, in the order of the fleet.

    `on_progress` is called with how many are done, and the last of them. Raises
    RefitError where none can be done.
    """
    results: dict[str, R] = {}
    for repo, result in _results(operation, run, options):
        results[repo.name] = result
        on_progress(len(results), repo.name)
    names = [repo.name for repo in run.repos]
    yield from (results[name] for name in names if name in results)


def _results[O, R](
    operation: Operation[O, R], run: Run, options: O
) -> Iterator[tuple[Repo, R]]:
    """Yield results as they come."""
    if run.options.scheduler and not (run.options.push or run.options.dry):
        hint = "add --push or --dry-run: nothing else of it comes back"
        raise RefitError("--scheduler works elsewhere", hint)
    store, journal = Store(run.state.store), run.state.journal
    store.create()
    journal.begin(
        operation.name, run.targets.newest if operation.needs_template else ""
    )
    jobs = []
    for repo in run.repos:
        try:
            jobs.append(_planned(operation, run, options, repo))
        except Problem as problem:
            yield repo, operation.stopped(repo, problem)
    yield from _uninterrupted(_done(operation, run, jobs))
    journal.add("end")
    store.tidy()


def _planned[O](
    operation: Operation[O, Any], run: Run, options: O, repo: Repo
) -> Job[O]:
    """Return the job for a repository; stop where there is none to do."""
    if repo.hold and operation.respects_hold:
        raise JobStopped("held", repo.hold)
    return Job(
        operation=operation.name,
        repo=repo,
        options=options,
        run=run.options,
        state="" if run.options.scheduler else run.state.folder,
        template=run.fleet.template_of(repo),
        commit=run.fleet.commit,
        target=run.targets.of(repo) if operation.needs_template else None,
        file=run.file,
        run_id=run.state.journal.run,
        published_by_us=run.published_by_us.get(repo.name, frozenset()),
    )


def _uninterrupted[T](results: Iterator[T]) -> Iterator[T]:
    """Note on an interrupt what that comes to."""
    try:
        yield from results
    except KeyboardInterrupt as stop:
        stop.add_note("what is done stays done: run it again to go on")
        raise


def _done[R](
    operation: Operation[Any, R], run: Run, jobs: Sequence[Job[Any]]
) -> Iterator[tuple[Repo, R]]:
    """Yield results as they come; a worker that dies takes no other's with it."""
    waiting, left = deque(jobs), run.options.limit or len(jobs)
    with _executor(run.options, len(jobs)) as pool:
        futures: dict[Future[Any], Repo] = {}
        while True:
            # Never more at a time than may still make a branch.
            while waiting and len(futures) < left:
                job = waiting.popleft()
                # The first one makes the workers.
                with _held():
                    future = pool.submit(run_job, job)
                futures[future] = job.repo
            if not futures:
                return
            future = next(as_completed(futures))
            repo = futures.pop(future)
            try:
                result, announced = future.result()
            except BrokenExecutor:
                what = "the worker died; what is done stays done: run it again"
                yield repo, operation.stopped(repo, Problem(what))
                continue
            # Of a cluster, the worker has written it down in a state of its own.
            for published in announced if run.options.scheduler else ():
                run.state.journal.publishing(repo.name, published)
            left -= bool(run.options.limit) and operation.has_made(result)
            yield repo, result


@contextmanager
def _executor(options: RunOptions, jobs: int) -> Iterator[Executor]:
    """Return the executor: a local process pool or a Dask cluster."""
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


@contextmanager
def _held() -> Iterator[None]:
    """Let no signal come while a process is made: in neither would it be heard."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin_worker(parent: int) -> None:
    """Ignore SIGINT so that running jobs finish; exit when the parent dies."""
    import threading

    # The programs that it starts inherit this.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in (signal.SIGHUP, signal.SIGTERM):
        # It clears nothing up: the next run does.
        signal.signal(number, signal.SIG_DFL)

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(0.1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
    # Those that the parent held while it made this process; its own are ignored now.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
