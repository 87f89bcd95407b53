import logging
from importlib import import_module
from unittest import mock

from helpers import patch

log = logging.getLogger("legacy.io")
patch("legacy.io.read")
TABLE = {"legacy.io": "legacy.io.read", "_target_": "legacy.io.read"}
USED = "legacy.io.read"
with mock.patch(USED):
    print(USED)
import_module("legacy." + input())
import_module(f"legacy.{log}")
import_module("legacy.%s" % log)
import_module("legacy.{}".format(log))
import_module("legacy\x2eio")
import_module("legacy\
.io")
eval("legacy.io.read(1)")
package = __import__("legacy.io")
SILENCED = import_module("legacy.io")  # codemod: ignore[name-in-string]


def test_parameter(patch, mock):
    patch("legacy.io.read")
    mock.patch("legacy.io.read")
TAGS = "shop.contrib.tags"
