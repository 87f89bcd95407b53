"""Case folders: small families, and what an audit says of them.

A case has a `fleet.toml`, a folder for each of its repositories, `report.txt`, and
`whole` where these are all. What must not be found stands beside what must.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dr_refit.checks.audit import CHECKS, audit
from dr_refit.report import text
from tests.support.families import family_in

CASES = Path(__file__).parent / "cases"


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_case(case: Path) -> None:
    assert text.render(audit(family_in(case))) == (case / "report.txt").read_text()


def test_every_check_has_a_case() -> None:
    said = "".join(path.read_text() for path in CASES.glob("*/report.txt"))
    assert [c.code for c in CHECKS if f"[{c.code}]" not in said] == []
