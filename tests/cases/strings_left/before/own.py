from importlib import import_module

from helpers import patch

patch("legacy.iox.read")
import_module("legacy.io_extra")
import_module(".io", package="other")
PATH = "src/legacy/io.py"
TEXT = "legacy.io was the reader."
print("legacy.io.read is old", b"legacy.io.read")


def test_shadowed(import_module):
    import_module("mylegacy.io")


def test_itself(patch):
    mock = mock.patch
    mock("legacy.iox.read")
    patch = patch.object
    patch("legacy.iox.read")
APPS = ["shop.contrib", "shop.contrib.tagged"]
