import parsing
from parsing import f


def test_f():
    assert f() == "parsing"
    assert f.__module__ == "parsing"
    assert parsing.__file__.endswith("parsing.py")
