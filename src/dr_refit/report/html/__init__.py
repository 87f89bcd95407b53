"""A report as one page: no network, no script, nothing but inline style."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dr_refit.report.diagnostics import Result


def render(result: Result) -> str:
    """Return the page. The same result gives the same text, UTF-8 for sure."""
    from dr_refit.report.html.page import page  # start-up time

    return page(result)
