from old_ingest.utils import words, WIDTH
from unittest.mock import patch


def test_words():
    assert words("a b") == ["a", "b"]


def test_width():
    with patch("old_ingest.utils.WIDTH", 1):
        assert words("abc") == ["a"]
    assert WIDTH == 20
