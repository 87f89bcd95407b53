from pathlib import Path

from app import inner, kept, text, util

APP = Path(text.__file__).parent
FOUND = sorted(one.name for one in APP.iterdir())


def test():
    assert "text.py" in FOUND
    assert "util.py" in FOUND
    assert "kept.py" in FOUND
    assert "context.py" not in FOUND
    assert "a/text.py" not in FOUND
    assert text.A + util.B + kept.D
