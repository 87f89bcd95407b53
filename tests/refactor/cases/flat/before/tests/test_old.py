import os
import pickle
import sys

import old
import old.cli
from old import TEXT

HERE = os.path.join("old", "data", "a.txt")
THERE = "old/data/a.txt"
URL = "https://example.org/old/data/a.txt"
ELSEWHERE = "/old/nothing"


def test_modules(pytester):
    assert sys.modules["old.cli"] is old.cli
    assert sys.modules["old"].TEXT == TEXT
    old_one = pickle.loads(b"cold.cli\nmain\n.")
    assert old_one is old.cli.main
    pytester.makepyfile(
        """
        import old

        def test():
            assert old.TEXT
        """
    )
