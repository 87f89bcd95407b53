from old import *


def test_one(fixture):
    assert f
