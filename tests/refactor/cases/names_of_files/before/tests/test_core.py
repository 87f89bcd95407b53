from unittest import mock

from old import core


@mock.patch("old.core.json")
def test(json):
    assert core.read() is json.loads.return_value


def test_attribute(monkeypatch):
    monkeypatch.setattr("old.core.json", None)
    monkeypatch.setattr("old.core.made.json", None)
