"""The findings of an audit, for people."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING

from dr_refit.report.diagnostics import line_of
from dr_refit.report.printable import printable, printable_path

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dr_refit.checks.model import Audit


def render(audit: Audit) -> str:
    """Return a line per finding, under the name of its repository, and the sum."""
    return "".join(f"{line}\n" for line in _lines(audit))


def _lines(audit: Audit) -> Iterator[str]:
    for name, found in groupby(audit.found, key=lambda one: one.repository):
        if name:
            yield f"{printable_path(name)}:"
        indent = "  " if name else ""
        yield from (f"{indent}{line_of(one.path, one.finding)}" for one in found)
    yield from map(printable, audit.said)
    counts = Counter[str](one.finding.code for one in audit.found)
    said = [f"{count} {code}" for code, count in counts.most_common()]
    accepted = f" {audit.accepted} accepted." if audit.accepted else ""
    yield f"{', '.join(said) or 'Nothing belongs elsewhere'}.{accepted}"
