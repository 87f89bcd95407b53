import importlib

from app import words as names
from app.io import paths
from app.base.core import run


def test_run(monkeypatch):
    monkeypatch.setattr("app.base.core.run.NAME", "other")
    assert run.main()[:2] == (names.NAME, "other")
    assert importlib.import_module("app.io.paths") is paths
    assert (paths.ROOT / "src").is_dir()
