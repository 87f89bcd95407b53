from unittest import mock

from modern import net as io


@mock.patch.object(io, "read", return_value=1)
def test(read):
    assert io.read(1) == 1


def test_fixtures(monkeypatch, mocker):
    monkeypatch.setattr(io, "read", None)
    monkeypatch.delattr(io, "Reader")
    mocker.patch.object(io, "read")
