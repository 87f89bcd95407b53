from unittest import mock
from unittest.mock import patch

import pytest

import dr_wandb.fetch
from legacy_analysis import HFLocation, runs, tables

LOADER = "dr_ingest.hf.io.get_tables_from_cache"


@patch("dr_wandb.fetch._iterate_runs", return_value=iter(()))
def test_no_runs(_iterate):
    assert runs.fetch_project_runs("example-lab", "ft-scaling") == ([], [])


@patch("legacy_analysis.runs.fetch_project_runs")
def test_unfinished_runs_are_left_out(fetch):
    fetch.return_value = ([{"state": "running", "created_at": "2025-09-01"}], [])
    assert runs.load_runs().empty


def test_download_command():
    with (
        patch("dr_wandb.cli.download.ProjectStore") as store,
        mock.patch("dr_wandb.cli.download.Downloader") as downloader,
    ):
        assert store is not downloader


def test_tables_are_read_once(monkeypatch):
    monkeypatch.setattr("dr_ingest.hf.io.cached_download_tables_from_hf", lambda loc: {})
    monkeypatch.setattr(LOADER, lambda loc, paths=None: {})
    assert tables.TRAIN.repo_id == "example-lab/seed-tables"


def test_history(monkeypatch):
    monkeypatch.setattr(dr_wandb.fetch, "serialize_run", lambda run: {"id": run})
    with patch.object(dr_wandb.fetch, "serialize_history_entry"):
        assert dr_wandb.fetch.serialize_run("a") == {"id": "a"}


def test_place_needs_a_prefix():
    with pytest.raises(ValueError):
        HFLocation.from_uri("example-lab/seed-tables")


def test_branch_info():
    branches = pytest.importorskip("hf_utils.branches")
    assert branches.parse_branch_name("main") == {
        "branch": "main",
        "valid": False,
        "step": None,
        "seed": None,
    }
