import reading
from reading import f


def test_f():
    assert f() == "parsing"
    assert f.__module__ == "reading"
    assert reading.__file__.endswith("reading.py")
