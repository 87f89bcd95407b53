import new_home


def test_it():
    assert new_home
