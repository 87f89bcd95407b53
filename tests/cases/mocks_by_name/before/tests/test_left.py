from unittest.mock import patch

try:
    from modern import net as io
except ImportError:
    from legacy import io


@patch.object(io, "read")
def test(read, legacy):
    with patch.object(legacy.io, "read"):
        ...
