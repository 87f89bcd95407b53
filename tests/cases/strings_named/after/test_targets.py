from unittest import mock as m
from unittest.mock import DEFAULT
from unittest.mock import patch as replaced
import sys
import unittest.mock

import pytest
from pytest_mock import MockerFixture

TARGET = "modern.store.read"
NAMES = ("modern.store.read", "modern.store.draw")


@replaced("modern.store.read", return_value=1)
@m.patch.dict('modern.store.CACHE', {"a": 1})
class TestTargets:
    @unittest.mock.patch(TARGET)
    def test_constant(self, read): ...

    def test_context(self, monkeypatch):
        with m.patch.multiple("modern.store", read=None, draw=DEFAULT, create=True):
            pass
        with monkeypatch.context() as patched:
            patched.setattr("modern.store.read", print)
            patched.setattr(target=r"modern.store.read", name=print)
        with pytest.MonkeyPatch.context() as patched_too:
            patched_too.delattr("modern.store." "draw", raising=False)
        monkeypatch.setitem(sys.modules, "modern.store", None)
        with m.patch.dict("sys.modules", {"modern.store": None}):
            pass

    def test_mocker(self, mocker, other: MockerFixture):
        mocker.patch("""modern.store.read""")
        other.patch.dict(in_dict="modern.store.CACHE", values={})


def test_loop():
    for name in NAMES:
        with replaced(name):
            pass


@pytest.mark.parametrize("target", ["modern.store.read", "legacy.iox.read"])
def test_values(target):
    with replaced(target):
        pass
