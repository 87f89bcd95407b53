"""What is taken of a package by the name of a module in it: that is there still."""

from unittest.mock import patch

import legacy.io
import modern.net
import modern.text


def test_replaced(mocker):
    mocker.patch.object(legacy, "io")  # said
    with patch.object(modern.net, "fetch"):
        modern.net.fetch()
    modern.text.wrap(getattr(legacy, "kept", None))
