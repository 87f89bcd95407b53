from old_tools.io import load


def test_load():
    assert load("a")
