from unittest.mock import patch

from a.new.p import LIMIT, parse


def test_it():
    with patch("a.new.p.parse"), patch("a.b.re.split"):
        parse("a")
