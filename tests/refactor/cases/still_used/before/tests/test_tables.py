import old_tools
from old_tools.tables import rename_columns, show


def test_version():
    assert old_tools.__version__
