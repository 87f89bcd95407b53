from new_kit.io import load


def test_load():
    assert load("a")
