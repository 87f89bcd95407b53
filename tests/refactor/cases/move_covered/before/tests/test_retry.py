from app import retry
from app.retry import attempts


def test_attempts():
    assert attempts() == retry() == 3
