"""Mocks of what this project has by names of its own: each line that is said ends so."""

from unittest import TestCase, mock
from unittest.mock import Mock, call, patch

from app import branches


@patch("app.branches.parse_branch_name", return_value={"step": 1})  # said
def test_returned(parse):
    assert branches.step("a") == 1


def fake(branch):
    return {"step": 2}  # said


def test_stand_ins(monkeypatch, mocker):
    monkeypatch.setattr("app.branches.parse_branch_name", fake)
    monkeypatch.setattr(branches, "parse_branch_name", lambda _: {"step": 3})  # said
    mocker.patch("app.branches.parse_branch_name").return_value = dict(step=4)  # said
    info = {"step": 5}  # said
    with patch.object(branches, "parse_branch_name", return_value=info):
        assert branches.step("a") == 5
    with patch("app.branches.parse_branch_name", Mock(return_value={"step": 6})):  # said
        assert branches.step("a") == 6
    parse = mocker.patch("app.branches.parse_branch_name")
    parse.side_effect = [{"step": 7}]  # said
    assert branches.step("a") == 7


class TestCalls(TestCase):
    @patch("app.branches.masked_setter")
    @patch("app.branches.get_tables_from_cache")
    def test_expected(self, tables, setter):
        branches.tables("here", "paths")
        tables.assert_called_once_with("here", paths="paths")  # said
        tables.assert_has_calls([call("here", paths="paths")])  # said
        assert tables.call_args == call("here", "paths")  # said
        branches.fill("frame", "mask")
        setter.assert_called_with("frame", "mask", "a", 1)  # said


def test_right(mocker, monkeypatch):
    with mock.patch("app.branches.parse_branch_name") as parse:
        parse.return_value = Mock(step=1)
        assert branches.step("a") == 1
        parse.assert_called_with("a")
    mocker.patch("app.branches.is_checkpoint_branch", return_value={})
    monkeypatch.setattr("app.branches.is_checkpoint_branch", lambda _: {"a": 1})
    with patch("app.branches.get_tables_from_cache") as tables:
        branches.tables("here", "paths")
        tables.assert_called_with("here", cache_dir="paths")
    with patch("app.other.parse_branch_name", return_value={"step": 1}):
        pass
    with patch("app.branches.masked_setter") as setter:
        setter.assert_called_with("frame", "mask", "a", 1, inplace=True)
