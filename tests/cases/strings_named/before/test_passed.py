import contextlib
from unittest import mock

import pytest


@pytest.mark.parametrize(
    "target, error",
    [("legacy.io.read", ValueError), pytest.param("legacy.io.load", KeyError, id="x")],
)
@pytest.mark.parametrize(["n", "also"], [(1, "legacy.io.draw"), (2, "legacy.io.read")])
def test_cases(target, error, n, also):
    with mock.patch(target, side_effect=error), mock.patch(also):
        ...


def patched(value, target="legacy.io.read", *, other="legacy.io.load"):
    return mock.patch(target, value), mock.patch(other)


@contextlib.contextmanager
def several(*, target):
    with patched(1, target):
        yield


def test_functions():
    patched(1), patched(2, "legacy.io.load"), patched(3, other="legacy.io.draw")
    with several(target="legacy.io.read"):
        ...


def shown(target):
    print(target)
    return mock.patch(target)


@pytest.fixture
def made(target):
    return mock.patch(target)


def test_unsure(*targets):
    shown("legacy.io.read"), made("legacy.io.read")
    patched(*targets, "legacy.io.read")


@pytest.mark.parametrize("a, b", [("legacy.io.read", 1), ("legacy.io.load",)])
def test_shown(a, b):
    print(a, b)
