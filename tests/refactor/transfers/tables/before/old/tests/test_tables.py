from pathlib import Path
from unittest.mock import patch

import attr

from old_tools.tables import load
from old_tools.tables.read import Table

DATA = Path(__file__).parent / "data"


def test_load(number):
    assert number == 1
    with patch("old_tools.tables.read.NAME", "x"):
        assert load()[0].name == "xcfg\nmore"


def test_data():
    assert (DATA / "x.txt").read_text() == "data\n"


def test_table():
    assert attr.asdict(Table("a")) == {"name": "a"}
