from importlib import import_module
from unittest.mock import patch


@patch("app.reads.fetch", return_value="x")
@patch("app.home.helper")
def test_stays(fetch, helper): ...


@patch("modern.net.download")
@patch.multiple("legacy.io", fetch=None)
def test_moves(fetch): ...


get = getattr(import_module("modern.net"), "download")
module = import_module("legacy.io")


@patch("modern.net.download")
def test_moves_again(fetch): ...
