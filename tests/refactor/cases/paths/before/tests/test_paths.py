import importlib
import os
from pathlib import Path

from old import AGAIN, DATA

ROOT = Path(__file__).parents[1]
SOURCES = os.path.join(os.path.dirname(__file__), "..", 'src', 'old', "data")


def test_paths(tmp_path):
    assert (ROOT / "src" / "old" / "data" / "a.csv").read_text() == "1\n"
    assert (ROOT.joinpath("src", "old") / "data/a.csv").exists()
    assert os.listdir(SOURCES) == ["a.csv"]
    assert DATA == AGAIN
    # A folder that is made here.
    (tmp_path / "old").mkdir()
    assert not (ROOT / "old").exists()
    assert not (ROOT / "src" / "old-data").exists()


def test_a_file_is_called_like_a_module(tmp_path):
    name = os.path.join(tmp_path, "old.sock")
    assert name == str(tmp_path / "old.sock") == str(tmp_path.joinpath("old.sock"))
    assert not Path("old.sock").exists()
    assert importlib.import_module("old.sock").names == []
