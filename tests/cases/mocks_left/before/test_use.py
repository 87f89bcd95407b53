"""What was rewritten by an earlier run is still mocked as it was; lines that are said end so."""

from unittest.mock import patch

import pytest
import use


@patch("use.parse_branch_name", return_value={"step": 1})  # said
@patch("dr_hf.parse_branch_name", return_value={"step": 1})  # said
def test_step(parse): ...


def test_accepted(monkeypatch):
    monkeypatch.setattr(use, "parse_branch_name", lambda _: {})  # codemod: ignore


@patch("use.get_tables_from_cache")
def test_calls(tables):
    tables.assert_called_with("x", paths="y")  # said
    tables.assert_called_with("x", cache_dir="y")


@patch("use.masked_setter")
@patch("other.parse_branch_name", return_value={"step": 1})
def test_right(parse, setter):
    setter.assert_called_with(1, 2, "a", 3)


@patch("fill.masked_setter")
def test_added(setter):
    setter.assert_called_with(1, 2, "a", 3)  # said
    setter.assert_called_with(1, 2, "a", 3, inplace=True)


@patch("mixed.masked_setter")
def test_added_in_one_place(setter):
    setter.assert_called_with(1, 2, "a", 3)
