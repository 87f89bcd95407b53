from unittest import mock

from new import core


@mock.patch("new.core.json")
def test(json):
    assert core.read() is json.loads.return_value


def test_attribute(monkeypatch):
    monkeypatch.setattr("new.core.json", None)
    monkeypatch.setattr("new.core.made.json", None)
