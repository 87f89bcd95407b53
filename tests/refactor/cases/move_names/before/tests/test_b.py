from unittest.mock import patch

from a.b import LIMIT, parse


def test_it():
    with patch("a.b.parse"), patch("a.b.re.split"):
        parse("a")
