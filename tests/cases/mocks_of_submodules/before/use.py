"""What is taken of a package by the name of a module in it: that is there still."""

from unittest.mock import patch

import legacy.io
import legacy.text


def test_replaced(mocker):
    mocker.patch.object(legacy, "io")  # said
    with patch.object(legacy.io, "fetch"):
        legacy.io.fetch()
    legacy.text.wrap(getattr(legacy, "kept", None))
