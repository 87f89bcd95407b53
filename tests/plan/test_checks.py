"""What rows of a plan come to, over repositories made for it: see cases.toml."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from packaging.version import Version

from dr_refit.checks import rules
from dr_refit.checks.family import family_of, placed
from dr_refit.checks.model import Found
from dr_refit.checks.read import read_repository
from dr_refit.codes import Code
from dr_refit.errors import RefitError
from dr_refit.findings import Finding
from dr_refit.fleet.model import Fleet, Repo, Template
from dr_refit.migration.toml import load_shipped
from dr_refit.plan import toml
from dr_refit.plan.checks import KINDS
from dr_refit.plan.measure import measure
from dr_refit.plan.world import Seen, World
from dr_refit.report.text.plan import left_of
from tests.support.objects import commit_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dr_refit.plan.model import RowProgress
    from dr_refit.wheels.wheel import Wheel

CASES = tomllib.loads(Path(__file__).with_name("cases.toml").read_text("utf-8"))["case"]
KEYS = {"name", "checks", "true", "left", "absent", "unread", "unlinked", "wheels"}
LAYERS = {"datadec": "domain", "ft-scaling": "project", "app": "application"}


class Stock:
    """Versions of distributions, none of which is looked into."""

    options = ()

    def __init__(self, versions: dict[str, list[str]]) -> None:
        self._versions = versions

    def versions(self, distribution: str) -> Sequence[Version]:
        """Return the versions of a distribution, the oldest first."""
        return [Version(one) for one in self._versions.get(distribution, ())]

    def wheel(self, distribution: str, version: Version) -> Wheel:
        """Return none."""
        raise RefitError(f"{distribution}=={version}: none here", "")

    def brings(self, package: str, /) -> frozenset[str]:
        """Return that nothing is known."""
        return frozenset()


def world_of(case: dict[str, Any], root: Path) -> World:
    """Make the repositories of a case, in memory; only their folders are there."""
    files = {name: table for name, table in case.items() if name not in KEYS}
    shipped = rules.shipped()
    repos = [
        Repo(name=name, location=str(root / name), layer=LAYERS.get(name, ""))
        for name in (*files, *case.get("absent", ()), *case.get("unread", ()))
    ]
    for repo in repos:
        if repo.name not in case.get("absent", ()):
            (root / repo.name).mkdir()
    members = placed(repos, shipped)
    layers = dict(members)
    seen = {}
    for repo in repos:
        if repo.name in files:
            commit = commit_of(
                {path: text.encode() for path, text in files[repo.name].items()}
            )
            layer = layers[repo.package]
            one = read_repository(commit, repo.name, layer, shipped.concerns)
            why = "it has no answers file" * (repo.name in case.get("unlinked", ()))
            seen[repo.name] = Seen(repository=one, files=commit, unlinked=why)
    read = [one.repository for one in seen.values()]
    unread = Finding(code=Code.UNREADABLE, message="no network")
    return World(
        fleet=Fleet(
            path=str(root / "fleet.toml"),
            template=Template(url="https://example.org/template.git"),
            repositories=tuple(repos),
        ),
        family=replace(
            family_of(read, members, load_shipped(), shipped),
            unread=tuple(Found(name, ".", unread) for name in case.get("unread", ())),
        ),
        seen=seen,
        stock=Stock(case["wheels"]) if "wheels" in case else None,
    )


def rows_of(text: str, world: World, root: Path) -> list[RowProgress]:
    """Measure the rows of a plan."""
    file = root / "plan.toml"
    file.write_text(text, "utf-8")
    phases = measure(toml.load(str(file)), world)
    return [row for phase in phases for row in phase.rows]


ROW = (
    'title = "x"\n[[phase]]\ntitle = "x"\n[[phase.row]]\nname = "row"\ncontent = "x"\n'
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_case(
    case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    world = world_of(case, tmp_path)
    (row,) = rows_of(ROW + case["checks"], world, tmp_path)
    assert [*left_of(row)] == case.get("left", [])
    if not row.left:
        assert [*row.said] == case["true"]


def test_every_kind_has_a_case_that_is_true_and_one_that_is_not() -> None:
    def kinds(key: str) -> set[str]:
        checks = [case["checks"] for case in CASES if key in case]
        return {kind.name for kind in KINDS for text in checks if kind.name in text}

    every = {kind.name for kind in KINDS}
    assert kinds("left") == every
    assert kinds("true") == every - {"verified"}


def test_a_migration_is_looked_up_where_distributions_are(tmp_path: Path) -> None:
    world = world_of({"wheels": {"dr-render": ["0.1.0"]}}, tmp_path)
    checks = 'verified = [{ migration = "dr_showntell" }]'
    (row,) = rows_of(ROW + checks, world, tmp_path)
    (line, command) = left_of(row)
    assert line == "not measured: dr-render==0.1.0: none here"
    assert command == "$ codemod verify dr_showntell"


def test_a_concern_that_no_rule_has(tmp_path: Path) -> None:
    checks = 'free-of = [{ repository = "datadec", concerns = ["wand"] }]'
    with pytest.raises(RefitError, match="no concern wand") as caught:
        rows_of(ROW + checks, world_of({"datadec": {}}, tmp_path), tmp_path)
    assert caught.value.hint == "did you mean wandb?"
