from unittest.mock import patch

import numpy as np
from legacy import io
from modern import net


def test():
    # What is called otherwise is passed by its name.
    with patch.multiple(io, read=1, gone=2):
        ...
    # Who asks has both.
    f = getattr(io, "gone", None) or net.away
    with patch.object(net, "re" "ad"), patch.object(np, "read"), other(io, "read"):
        return f
