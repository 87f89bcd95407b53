import new_home.data.tables
from new_home.data.tables import load
from old_tools.run import main


def test_main(number):
    assert main()[0] == load()
    assert new_home.data.tables.load()[0].name.startswith("t")
    assert new_home.data.tables.PATH.exists()
