import importlib
from unittest import mock
from unittest.mock import patch

import pytest

FETCHING = "legacy.io"
MODULE = "legacy.text"
BOTH = "legacy.io"  # said
SHOWN = "legacy.io"  # said
TEMPLATE = "legacy.io.{}"


@pytest.mark.parametrize("name", ["fetch"])
def test_parametrized(name, monkeypatch):
    with patch(f"legacy.io.{name}"), patch(f"{FETCHING}.{name}"):
        monkeypatch.setattr("legacy.io." + name, None)


def test_pieces(monkeypatch):
    target = f"{FETCHING}.fetch"
    with patch(target), patch(FETCHING + ".fetch"), patch(f"{MODULE}.wrap"):
        importlib.import_module(MODULE).wrap()
    with patch("{}.{}".format("legacy.io", "fetch")), mock.patch("%s.fetch" % FETCHING):
        monkeypatch.delattr("{0}.{name}".format("legacy.io", name="load"))
    with patch(".".join(["legacy", "io", "fetch"])), patch(TEMPLATE.format("fetch")):
        pass
    for name in ("wrap", "dedent"):
        with patch(f"legacy.text.{name}"), patch("legacy.text.%s" % name):
            pass


def test_left(name, monkeypatch):
    with patch(f"{BOTH}.fetch"), patch(f"{BOTH}.draw"), patch(f"{SHOWN}.fetch"):
        print(SHOWN)
    for each in ("fetch", "draw"):
        with patch(f"legacy.io.{each}"):  # said
            pass
    with patch(f"legacy.io.{name}"), patch(f"legacy.io.{'fetch'!r}"):  # said twice
        pass
    with patch("legacy" + ".io.load"):
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
