from unittest.mock import patch

import legacy.io
import modern.net

NAME = "read"


@patch.object(modern.net, "read")
@patch.object(legacy.io, "write")
@patch.object(legacy.io, "gone")
@patch.object(legacy.io, NAME)
def test(*mocks):
    with patch.object(modern.net, "read"):
        assert hasattr(modern.net, "read")
    return getattr(modern.net, "Reader")
