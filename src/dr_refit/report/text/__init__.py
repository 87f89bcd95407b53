"""A report for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dr_refit.codemod.result import Checked, Report
from dr_refit.report.text import rewrite

if TYPE_CHECKING:
    from dr_refit.report.diagnostics import Result


def render(result: Result) -> str:
    """Return the result as plain text."""
    if isinstance(result, Report):
        return rewrite.render(result)
    if isinstance(result, Checked):
        return rewrite.render_checked(result)
    from dr_refit.checks.model import Audit  # start-up time
    from dr_refit.fleet.model import FleetReport
    from dr_refit.plan.model import Order, Progress
    from dr_refit.report.text import audit, fleet, plan, status

    if isinstance(result, Audit):
        return audit.render(result)

    if isinstance(result, FleetReport):
        return fleet.render(result)
    if isinstance(result, Progress):
        return plan.render(result)
    if isinstance(result, Order):
        return plan.render_order(result)
    return status.render(result)
