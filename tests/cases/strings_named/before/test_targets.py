from unittest import mock as m
from unittest.mock import DEFAULT
from unittest.mock import patch as replaced
import sys
import unittest.mock

import pytest
from pytest_mock import MockerFixture

TARGET = "legacy.io.read"
NAMES = ("legacy.io.read", "legacy.io.draw")


@replaced("legacy.io.read", return_value=1)
@m.patch.dict('legacy.io.CACHE', {"a": 1})
class TestTargets:
    @unittest.mock.patch(TARGET)
    def test_constant(self, read): ...

    def test_context(self, monkeypatch):
        with m.patch.multiple("legacy.io", read=None, draw=DEFAULT, create=True):
            pass
        with monkeypatch.context() as patched:
            patched.setattr("legacy.io.read", print)
            patched.setattr(target=r"legacy.io.read", name=print)
        with pytest.MonkeyPatch.context() as patched_too:
            patched_too.delattr("legacy.io." "draw", raising=False)
        monkeypatch.setitem(sys.modules, "legacy.io", None)
        with m.patch.dict("sys.modules", {"legacy.io": None}):
            pass

    def test_mocker(self, mocker, other: MockerFixture):
        mocker.patch("""legacy.io.read""")
        other.patch.dict(in_dict="legacy.io.CACHE", values={})


def test_loop():
    for name in NAMES:
        with replaced(name):
            pass


@pytest.mark.parametrize("target", ["legacy.io.read", "legacy.iox.read"])
def test_values(target):
    with replaced(target):
        pass
