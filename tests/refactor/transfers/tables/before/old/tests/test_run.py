import old_tools
from old_tools import load
from old_tools.run import main


def test_main(number):
    assert main()[0] == load()
    assert old_tools.load()[0].name.startswith("t")
    assert old_tools.TABLE_PATH.exists()
