"""Pickles of a package that is called otherwise: they load what they did."""

from __future__ import annotations

import pickle
import sys
from types import ModuleType

import pytest

from dr_refit.python import pickles


class Kept:
    """What is pickled."""

    parts: object


def modules(package: str) -> dict[str, ModuleType]:
    names = (package, f"{package}.core")
    found = {name: ModuleType(name) for name in names}
    for module in found.values():
        module.__dict__.update(Kept=Kept, __path__=[])
    return found


@pytest.fixture
def old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Kept, "__module__", "old.core")
    for name, module in modules("old").items():
        monkeypatch.setitem(sys.modules, name, module)


@pytest.mark.parametrize("new", ["n", "new", "a_name_that_is_longer" * 20])
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.usefixtures("old")
def test_they_load_what_they_did(
    protocol: int, new: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept()
    # More than one frame, and a class and a text that are there twice.
    kept.parts = ["x" * 70_000, Kept, {"old": Kept()}, "older.core", "old"]
    data = pickle.dumps([kept, Kept], protocol)
    found = pickles.splices(data, "old", new)
    after = pickles.spliced(data, found)
    if not found:
        # Its name does not fit into where the old one was.
        assert (protocol >= 4, len(new) > 255, after) == (True, True, data)
        return
    for name in ("old", "old.core"):
        monkeypatch.delitem(sys.modules, name)
    for name, module in modules(new).items():
        monkeypatch.setitem(sys.modules, name, module)
    monkeypatch.setattr(Kept, "__module__", f"{new}.core")
    first, second = pickle.loads(after)
    assert (type(first), second) == (Kept, Kept)
    text, one, inner, other, word = first.parts
    assert (len(text), one, type(inner["old"])) == (70_000, Kept, Kept)
    assert (other, word) == ("older.core", "old")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b".",
        b"old.core. And old.",
        b"cold.core\nKept\n",
        b"cold.core\nKept\n.more",
        b"colder.core\nKept\n.",
        b"\x93.",
        b"\x94\x93.",
        b"\x8c\xffold.",
    ],
)
def test_what_is_none_stays(data: bytes) -> None:
    assert pickles.splices(data, "old", "new") == []
