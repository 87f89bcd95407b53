"""codemods/*.toml against the facts they were written from."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from packaging.requirements import Requirement

from dr_refit import files
from dr_refit.migration import toml as migration
from dr_refit.migration.index import Index
from dr_refit.names import root


class Symbol(NamedTuple):
    """A name that a retired package had, as tests/data/symbols.json tells it."""

    old: str
    kind: str
    target: str | None
    status: str
    behaviour_changed: bool


SYMBOLS = [
    Symbol(*row)
    for row in json.loads((Path(__file__).parents[1] / "data/symbols.json").read_text())
]
SHIPPED = migration.load_shipped()
MOVES = {move.old: move for shipped in SHIPPED for move in shipped.moves}
KEPT = {name for shipped in SHIPPED for name in shipped.kept}
REMOVED = {name: text for shipped in SHIPPED for name, text in shipped.removed.items()}
NOTES = {name: note for shipped in SHIPPED for name, note in shipped.notes.items()}
INDEX = Index.of(SHIPPED)
NAMESPACES = {
    old[:dot]
    for old in (*MOVES, *KEPT, *REMOVED)
    for dot, letter in enumerate(old)
    if letter == "."
}
FILES = sorted(migration.shipped_dir().glob("*.toml"))
#: The names of the rows of class S in behaviour_changes.md.
SILENT = [
    "dr_ingest.configs.Paths",
    "dr_ingest.configs.paths.Paths",
    "dr_ingest.hf.io.cached_download_tables_from_hf",
    "dr_ingest.hf.location.HFLocation",
    "dr_ingest.utils.pandas.masked_setter",
    "hf_utils.DataDecidePaths",
    "hf_utils.datadecide.DataDecidePaths",
    "hf_utils.branches.parse_branch_name",
    "hf_utils.checkpoints.analyze_complete_checkpoint",
    "hf_utils.checkpoints.process_all_checkpoints",
    "hf_utils.checkpoints.process_single_checkpoint",
    "hf_utils.huggingface.download_dataset",
    "hf_utils.huggingface.load_or_download_dataset",
    "hf_utils.paths.get_data_dir",
    "hf_utils.weights.calculate_global_weight_stats",
    "dr_showntell.table_formatter.format_coverage_table",
    "dr_wandb.cli.download.ProjDownloadConfig",
    "dr_wandb.fetch_project_runs",
    "dr_wandb.fetch.fetch_project_runs",
    "dr_wandb.fetch._iterate_runs",
    "dr_wandb.serialize_run",
    "dr_wandb.fetch.serialize_run",
    "dr_wandb.serialize_history_entry",
    "dr_wandb.fetch.serialize_history_entry",
]


def target(old: str) -> str | None:
    """Where a name is now, by the longest rule that has it."""
    if old in KEPT:
        return old
    if old in REMOVED:
        return None
    if old in MOVES:
        return MOVES[old].new
    module, _, leaf = old.rpartition(".")
    move = MOVES.get(module)
    if move and move.module and leaf in (move.names or ()):
        return f"{move.new}.{leaf}"
    return None


def test_the_facts_are_the_facts() -> None:
    assert len(SYMBOLS) == len({symbol.old for symbol in SYMBOLS}) == 421
    assert (
        sum(symbol.status == "project_specific(ft_scaling)" for symbol in SYMBOLS)
        == 154
    )
    assert sum(symbol.old == symbol.target for symbol in SYMBOLS) == 20


def test_every_symbol_is_covered_once() -> None:
    fates = Counter(
        "kept"
        if symbol.old in KEPT
        else "removed"
        if symbol.old in REMOVED
        else "moved"
        if target(symbol.old)
        else "namespace"
        if symbol.old in NAMESPACES
        else f"lost: {symbol.old}"
        for symbol in SYMBOLS
    )
    assert fates == {"moved": 309, "removed": 75, "kept": 20, "namespace": 17}


def test_targets_are_those_of_the_facts() -> None:
    """Of names; a module may go to a package's top level instead."""
    wrong = [
        symbol
        for symbol in SYMBOLS
        if symbol.target
        and symbol.kind != "module"
        and target(symbol.old) != symbol.target
    ]
    assert wrong == []


def test_a_module_moves_to_its_target_or_the_top_level_above() -> None:
    for symbol in SYMBOLS:
        new = target(symbol.old)
        if symbol.kind == "module" and new and symbol.target:
            assert f"{symbol.target}.".startswith(f"{new}."), symbol


def test_no_whole_module_loses_a_name() -> None:
    """Nothing is guessed: what a module moves along is what the facts say it had."""
    known = {symbol.old for symbol in SYMBOLS}
    packages = {root(old) for old in known}
    for move in MOVES.values():
        if move.module and root(move.old) in packages:
            assert move.names is not None, move.old
            assert {f"{move.old}.{name}" for name in move.names} <= known


def test_what_was_removed_has_advice() -> None:
    for symbol in SYMBOLS:
        if symbol.status == "removed" or (
            not symbol.target and symbol.kind != "module"
        ):
            assert len(REMOVED[symbol.old]) > 10, symbol.old


def test_all_of_ft_scaling_has_a_target() -> None:
    for symbol in SYMBOLS:
        if symbol.status == "project_specific(ft_scaling)":
            assert (target(symbol.old) or "").startswith("ft_scaling."), symbol.old


def test_changed_behaviour_is_told() -> None:
    for symbol in SYMBOLS:
        if symbol.behaviour_changed:
            assert symbol.old in {*NOTES, *REMOVED, *INDEX.called}, symbol.old
    told = [name for name in NOTES if len(NOTES[name].text) < 15]
    assert told == []


def test_silent_changes_are_silent() -> None:
    assert [name for name in SILENT if not is_silent(name)] == []


def is_silent(name: str) -> bool:
    returned = INDEX.returned.get(name)
    kind = INDEX.types[returned.name] if returned else None
    told = (INDEX.rules.get(name), INDEX.notes.get(name), kind)
    return any(one is not None and one.silent for one in told)


def test_no_target_moves_on() -> None:
    """In one file the loader refuses it; this is across the files."""
    for move in MOVES.values():
        assert target(move.new) in {None, move.new}, move.old
        assert move.new not in REMOVED


def test_shipped_requirements() -> None:
    """What is planned has none: nobody owns its name in a registry."""
    planned = {root(move.new) for move in MOVES.values() if move.home == "planned"}
    assert planned == {"ft_pred", "ft_scaling"}
    for move in MOVES.values():
        assert (move.requirement is None) == (move.home == "planned"), move.old
        if move.requirement:
            assert Requirement(move.requirement).specifier or "@" in move.requirement


@pytest.mark.parametrize(
    ("old", "requirement"),
    [
        ("dr_ingest.hf.io.upload_file_to_hf", "dr-hf>=0.1.0,<0.1.1"),
        ("dr_ingest.hf.io.query_hf_with_duckdb", "dr-hf[duckdb]>=0.1.0,<0.1.2"),
        ("hf_utils.weights.analyze_model_weights", "dr-hf[weights]>=0.1.0,<0.1.2"),
        ("hf_utils.branches", "dr-hf>=0.1.0,<0.1.2"),
        ("dr_ingest.utils.display.relative_to_safe", "marimo-utils>=0.1.0,<0.8"),
        ("dr_ingest.utils.display.render_model", "marimo-utils>=0.1.0,<0.9"),
        (
            "dr_showntell.table_formatter.format_table",
            "dr-frames[formatting]>=0.1.0,<0.1.1",
        ),
        (
            "dr_ingest.types",
            "datadec @ git+https://github.com/drothermel/datadec@dd4f54c",
        ),
        ("dr_ingest.wandb.tokens", None),
        ("dr_wandb.constants.MAX_INT", "dr-wandb>=0.2.0,<1"),
    ],
)
def test_a_shipped_requirement(old: str, requirement: str | None) -> None:
    assert MOVES[old].requirement == requirement


def test_shipped_files_do_not_overlap() -> None:
    olds = [
        old for s in SHIPPED for old in (*(m.old for m in s.moves), *s.kept, *s.removed)
    ]
    assert len(olds) == len(set(olds))
    written = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in FILES}
    assert [s.id for s in SHIPPED] == [*written]
    for shipped in SHIPPED:
        file = written[shipped.id]
        assert shipped.distribution == file.get("distribution")
        assert [*shipped.retired] == file.get("retired", [])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_lines_are_short_but_for_texts(path: Path) -> None:
    for line in path.read_text().splitlines():
        assert (
            len(line) <= 88
            or '" = ' in line
            or re.match(r"(text|given|missing|raises|gone|once|uneven) = ", line)
            or line.startswith(("title", "datadec"))
        )
    assert "/home/" not in path.read_text()


def test_an_installed_package_brings_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "__file__", str(tmp_path / "files.py"))
    (tmp_path / "codemods").mkdir()
    assert migration.shipped_dir() == tmp_path / "codemods"
