import sys
from unittest import mock


def fakes(fake, monkeypatch):
    monkeypatch.setitem(sys.modules, "old", fake)
    monkeypatch.setitem(sys.modules, "lib.mod", fake)
    with mock.patch.dict(sys.modules, {"old": fake, "other": fake}):
        pass
    with mock.patch.dict("sys.modules", {"old.stays": fake}):
        pass
    with mock.patch.dict("sys.modules", old=fake, other=fake):
        pass
    with mock.patch.dict("os.environ", old="1"):
        pass
