from unittest import mock

from . import stays


def test_it():
    with mock.patch.object(stays, "old") as fake:
        assert fake
    vars(stays)["old"] = fake
