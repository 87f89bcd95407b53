import importlib
from unittest import mock
from unittest.mock import patch

import pytest

FETCHING = "modern.net"
MODULE = "modern.text"
BOTH = "legacy.io"  # said
SHOWN = "legacy.io"  # said
TEMPLATE = "modern.net.{}"


@pytest.mark.parametrize("name", ["fetch"])
def test_parametrized(name, monkeypatch):
    with patch(f"modern.net.{name}"), patch(f"{FETCHING}.{name}"):
        monkeypatch.setattr("modern.net." + name, None)


def test_pieces(monkeypatch):
    target = f"{FETCHING}.fetch"
    with patch(target), patch(FETCHING + ".fetch"), patch(f"{MODULE}.wrap"):
        importlib.import_module(MODULE).wrap()
    with patch("{}.{}".format("modern.net", "fetch")), mock.patch("%s.fetch" % FETCHING):
        monkeypatch.delattr("{0}.{name}".format("modern.net", name="read"))
    with patch(".".join(["modern", "net", "fetch"])), patch(TEMPLATE.format("fetch")):
        pass
    for name in ("wrap", "dedent"):
        with patch(f"modern.text.{name}"), patch("modern.text.%s" % name):
            pass


def test_left(name, monkeypatch):
    with patch(f"{BOTH}.fetch"), patch(f"{BOTH}.draw"), patch(f"{SHOWN}.fetch"):
        print(SHOWN)
    for each in ("fetch", "draw"):
        with patch(f"legacy.io.{each}"):  # said
            pass
    with patch(f"legacy.io.{name}"), patch(f"legacy.io.{'fetch'!r}"):  # said twice
        pass
    with patch("modern" + ".net.read"):
        pass
    with patch("{}.{{}}".format("legacy.io")), patch("%r.fetch" % "legacy.io"):  # said
        pass


class TestAttributes:
    target = "legacy.io.fetch"  # said
    targets = {"draw": "legacy.io.draw"}  # said

    def test_attributes(self):
        with patch(self.target), patch(self.targets["draw"]):
            pass


class TestModule:
    module = "legacy.text"  # said

    def test_module(self):
        with patch(f"{self.module}.wrap"):
            pass
