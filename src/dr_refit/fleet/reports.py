"""Runs over a fleet, summed up."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dr_refit.fleet.model import FleetReport, FleetStatus
from dr_refit.fleet.operations.status import STATUS, StatusOptions, inspector
from dr_refit.fleet.run import run_all

if TYPE_CHECKING:
    from collections.abc import Callable

    from dr_refit.fleet.job import Operation
    from dr_refit.fleet.model import RepoResult
    from dr_refit.fleet.run import Run


def report[O](
    operation: Operation[O, RepoResult],
    run: Run,
    options: O,
    on_progress: Callable[[int, str], None] = lambda _done, _last: None,
) -> FleetReport:
    """Run an operation over every repository, and return the results."""
    results = tuple(run_all(operation, run, options, on_progress))
    return FleetReport(
        operation=operation.name,
        results=results,
        version=run.targets.newest if operation.needs_template else "",
        dry=run.options.dry,
    )


def measure(
    run: Run,
    on_progress: Callable[[int, str], None] = lambda _done, _last: None,
    *,
    strict: bool = False,
) -> FleetStatus:
    """Inspect every repository, and return how they stand."""
    fleet = run.fleet
    options = StatusOptions(
        repositories=fleet.repositories,
        layers=fleet.layers,
        migrations=fleet.migrations,
    )
    # Here, so that every process that is forked has it.
    look = inspector(options)
    statuses = tuple(run_all(STATUS, run, options, on_progress))
    return FleetStatus(
        fleet=fleet,
        newest=run.targets.newest,
        statuses=statuses,
        strict=strict,
        retired=look.retired,
        measured=f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
    )
