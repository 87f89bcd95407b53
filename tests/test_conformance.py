"""The conformance cases: one folder each, judged by their oracle.

Those with an x behind their number are this project's own.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from dr_refit.codemod.rewrite import Rewritten, rewrite
from dr_refit.migration.model import Migration, Move
from dr_refit.migration.table import MoveTable
from tests.support import oracle

CASES = Path(__file__).parent / "conformance"

#: The names that the cases have for what must be reported -> our codes.
CODES = {
    "compatibility-guard": "compatibility-guard",
    "dynamic-access": "dynamic-access",
    "module-object-kept": "module-object-kept",
    "name-in-string": "name-in-string",
    "star-import": "star-import",
    "syntax-error": "syntax-error",
}


def run(folder: Path, data: bytes) -> tuple[Rewritten, dict[str, Any], MoveTable]:
    case = json.loads((folder / "case.json").read_text())
    mapping = json.loads((folder / "mapping.json").read_text())["moves"]
    kinds = case.get("kinds") or ["symbol"] * len(mapping)
    moves = tuple(
        Move(old=move["old"], new=move["new"], module=kind == "module")
        for move, kind in zip(mapping, kinds, strict=True)
    )
    lookup = MoveTable([Migration(id="case", moves=moves)])
    package = case.get("package", "")
    module = f"{package}.module_under_test" if package else ""
    return rewrite(data, lookup, package=package, module=module), case, lookup


folders = sorted(CASES.iterdir())


def test_every_case_of_the_main_groups_is_here() -> None:
    public = [f for f in folders if re.match(r"[ABCDF]\d\d_", f.name)]
    assert len(public) == 89


@pytest.mark.parametrize("folder", folders, ids=lambda folder: folder.name)
def test_case(folder: Path) -> None:
    moves, before, expected, case = oracle.load(folder)
    done, _, lookup = run(folder, before)
    after = before if done.data is None else done.data
    if case["expect"] == "noop":
        assert after == before
        assert not done.findings
        return
    if after != before or case["expect"] == "rewrite":
        assert oracle.check(before, after, expected, moves, case) == []
        for text in case.get("layout", ()):
            assert text in after.decode()
    found = {finding.code for finding in done.findings}
    assert {CODES[kind] for kind in case.get("report", ())} <= found
    if not lookup.may_move_again:
        assert run(folder, after)[0].data is None
