from unittest.mock import patch

import modern.net


@patch.object(modern.net, "read")
@patch.object(modern.net.Reader, "load")
def test(load, read): ...
