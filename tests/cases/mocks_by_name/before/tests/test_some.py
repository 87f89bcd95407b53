from unittest.mock import patch

import legacy.io

NAME = "read"


@patch.object(legacy.io, "read")
@patch.object(legacy.io, "write")
@patch.object(legacy.io, "gone")
@patch.object(legacy.io, NAME)
def test(*mocks):
    with patch.object(legacy.io, "read"):
        assert hasattr(legacy.io, "read")
    return getattr(legacy.io, "Reader")
