from app import retry
from app.again import attempts


def test_attempts():
    assert attempts() == retry() == 3
