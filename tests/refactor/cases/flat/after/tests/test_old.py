import os
import pickle
import sys

import new
import new.cli
from new import TEXT

HERE = os.path.join("new", "data", "a.txt")
THERE = "new/data/a.txt"
URL = "https://example.org/old/data/a.txt"
ELSEWHERE = "/old/nothing"


def test_modules(pytester):
    assert sys.modules["new.cli"] is new.cli
    assert sys.modules["new"].TEXT == TEXT
    old_one = pickle.loads(b"cnew.cli\nmain\n.")
    assert old_one is new.cli.main
    pytester.makepyfile(
        """
        import new

        def test():
            assert new.TEXT
        """
    )
