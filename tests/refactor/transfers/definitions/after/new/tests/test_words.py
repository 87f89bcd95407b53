from unittest.mock import patch

from new_scaling.utils import WIDTH, words


def test_words():
    assert words("a b") == ["a", "b"]


def test_width():
    with patch("new_scaling.utils.WIDTH", 1):
        assert words("abc") == ["a"]
    assert WIDTH == 20
