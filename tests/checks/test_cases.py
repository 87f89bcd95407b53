"""Case folders: small families, and what an audit says of them.

A case has a `fleet.toml`, a folder for each of its repositories, `report.txt`, and
`whole` where these are all. What must not be found stands beside what must.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from dr_refit.checks import rules
from dr_refit.checks.audit import CHECKS, audit
from dr_refit.checks.family import family_of, placed
from dr_refit.checks.read import read_repository
from dr_refit.fleet import manifest
from dr_refit.migration.toml import load_shipped
from dr_refit.report import text
from dr_refit.tree.disk import Disk

if TYPE_CHECKING:
    from dr_refit.checks.model import Family

CASES = Path(__file__).parent / "cases"


def family(case: Path) -> Family:
    """Read the family of a case."""
    fleet = manifest.load(str(case / "fleet.toml"))
    own = case / "rules.toml"
    shipped = rules.shipped()
    chosen = rules.parse(own.read_bytes(), "rules.toml") if own.exists() else shipped
    members = placed(fleet.repositories, chosen, fleet.layers)
    layers = dict(members)
    found = family_of(
        [
            read_repository(
                Disk(repo.location), repo.name, layers[repo.package], chosen.concerns
            )
            for repo in fleet.repositories
        ],
        members,
        load_shipped(),
        chosen,
        fleet.layers,
    )
    return replace(found, whole=(case / "whole").exists())


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_case(case: Path) -> None:
    assert text.render(audit(family(case))) == (case / "report.txt").read_text()


def test_every_check_has_a_case() -> None:
    said = "".join(path.read_text() for path in CASES.glob("*/report.txt"))
    assert [c.code for c in CHECKS if f"[{c.code}]" not in said] == []
