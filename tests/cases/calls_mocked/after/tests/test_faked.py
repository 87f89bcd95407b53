"""What stands in for a function is called as that is now: each line that is said ends so."""

from unittest.mock import Mock, patch

from app import modules
import dr_hf


def fake(where, paths=None):  # said
    return where


def spread(*args, **kwargs):
    return kwargs["paths"]  # said


def right(where, cache_dir=None):
    return where


def test_stand_ins(monkeypatch, mocker):
    monkeypatch.setattr("app.branches.get_tables_from_cache", fake)
    monkeypatch.setattr(dr_hf, "get_tables_from_cache", spread)
    monkeypatch.setattr("app.branches.masked_setter", lambda f, m, c, v: f)  # said
    mocker.patch("app.branches.masked_setter", Mock(side_effect=lambda f, **_: f))
    mocker.patch("dr_hf.get_tables_from_cache", side_effect=right)
    with patch.multiple("app.branches", get_tables_from_cache=lambda paths: 1):  # said
        pass


def test_looks():
    with patch("app.modules.io") as io:
        modules.tables("here", "paths")
        io.get_tables_from_cache.assert_called_once_with("here", paths="paths")  # said
        assert io.get_tables_from_cache.call_args.kwargs["paths"] == "paths"  # said
        assert io.get_tables_from_cache.call_args.kwargs["cache_dir"]
        assert io.other.call_args.kwargs["paths"]


def test_others(monkeypatch):
    monkeypatch.setattr("app.modules.other", fake)
    monkeypatch.setattr("app.branches.is_checkpoint_branch", lambda paths: paths)
