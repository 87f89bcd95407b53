import importlib

from app import names, paths
from app.core import run


def test_run(monkeypatch):
    monkeypatch.setattr("app.core.run.NAME", "other")
    assert run.main()[:2] == (names.NAME, "other")
    assert importlib.import_module("app.paths") is paths
    assert (paths.ROOT / "src").is_dir()
