from unittest.mock import patch

import legacy.io


@patch.object(legacy.io, "read")
@patch.object(legacy.io.Reader, "load")
def test(load, read): ...
