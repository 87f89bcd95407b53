from new_scaling.utils import half


def test_half():
    assert half(3) == 1
