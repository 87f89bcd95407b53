"""One name went: who asks whether the package is there needs the rest of it."""

import pytest

pytest.importorskip("legacy")
pytest.importorskip("legacy.io")
io = pytest.importorskip("modern")


def test_read():
    from modern import read

    assert read(io.read())
