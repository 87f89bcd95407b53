from unittest.mock import patch

import pytest
from pytest import fixture

NAMES = ["modern.store.read", "modern.store.write"]


@pytest.fixture(params=["modern.store.read", "modern.store.write"], ids=["a", "b"])
def patched(request):
    print(request.node)
    with patch(request.param) as mock:
        yield mock


@fixture(scope="module", params=NAMES)
def each(request):
    with patch(request.param):
        yield


@pytest.fixture(params=["legacy.io.read"])
def handed_on(request):
    return request.param


@pytest.fixture(params=["legacy.io.read"])
def passed(request, monkeypatch):
    monkeypatch.setattr(request.param, 1)
    return request


@pytest.fixture(params=["legacy.io.read"])
def other(request):
    patch(request.param.upper())


def mine(params):
    return lambda function: function


@mine(params=["legacy.io.read"])
def no_fixture(request):
    patch(request.param)
