"""What the proof from the changes alone accepts, the whole proof accepts."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest

from dr_refit.errors import FileRefused
from dr_refit.migration.model import Move
from dr_refit.python.facts import Facts
from dr_refit.python.source import Source
from tests.support.damage import Verdicts, judge, snippets
from tests.support.moves import lookup_of
from tests.support.standard_library import (
    MIGRATIONS,
    package_of,
    standard_library,
)

if TYPE_CHECKING:
    from pathlib import Path

#: The moves of the snippet: symbols, modules, stars, into what is there, and chained.
SNIPPET = {
    "symbol": [
        Move(old="numpy.testing.assert_allclose", new="dr_x.testing.assert_allclose")
    ],
    "renamed": [Move(old="numpy.testing.assert_allclose", new="dr_x.close")],
    "module": [Move(old="numpy.testing", new="dr_x.testing", module=True)],
    "module and name": [
        Move(old="numpy.linalg", new="dr_l", module=True),
        Move(old="numpy.linalg.norm", new="dr_n.norms.norm"),
    ],
    "package": [Move(old="numpy", new="dr_np", module=True)],
    "to a builtin": [Move(old="numpy.linalg.norm", new="builtins.abs")],
    "chained": [
        Move(old="numpy.testing", new="numpy.linalg", module=True),
        Move(old="numpy.linalg", new="dr_l.algebra", module=True),
    ],
}


def check(verdicts: Verdicts) -> None:
    print(dict(sorted(verdicts.count.items())))
    assert verdicts.wrong == []


@pytest.mark.parametrize("name", SNIPPET)
def test_snippets(name: str) -> None:
    random, verdicts = Random(name), Verdicts()
    table = lookup_of(SNIPPET[name])
    for code in snippets(random):
        facts = Facts(source=Source("x", code))
        judge(facts, table, random, verdicts)
        if verdicts.total > 300:
            break
    check(verdicts)


def of_library(name: str, path: Path, random: Random, verdicts: Verdicts) -> None:
    table = lookup_of(MIGRATIONS[name])
    data = path.read_bytes()
    package, module = package_of(path)
    try:
        source = Source(str(path), data)
        facts = Facts(source=source, package=package, module=module)
        judge(facts, table.seen_from(module), random, verdicts)
    except FileRefused:
        return


@pytest.mark.corpus
@pytest.mark.parametrize("name", MIGRATIONS)
def test_the_standard_library(name: str) -> None:
    random, verdicts = Random(name), Verdicts()
    files = [path for path in standard_library() if path.stat().st_size < 20_000]
    while verdicts.total < 300:
        of_library(name, random.choice(files), random, verdicts)
    check(verdicts)


@pytest.mark.nightly
@pytest.mark.parametrize("shard", range(4))
@pytest.mark.parametrize("name", MIGRATIONS)
def test_all_of_the_standard_library(name: str, shard: int) -> None:
    random, verdicts = Random(f"{name}{shard}"), Verdicts()
    for path in standard_library()[shard::4]:
        if path.stat().st_size < 60_000:
            of_library(name, path, random, verdicts)
    check(verdicts)
