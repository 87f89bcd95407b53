from new_scaling.utils import words
from old_ingest.load import loaded
from old_ingest.utils import lines


def test_both():
    assert lines("a b") == ["a b"]
    assert loaded("a b") == ([["a", "b"]], words("a b"), 20)
