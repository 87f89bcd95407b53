import sys

import pytest
from helpers import skipif

pytestmark = pytest.mark.skipif("not legacy.io.read", reason="legacy.io.read is slow")


@pytest.mark.xfail(condition="sys.version_info < (3,) or legacy.io.read(1)", reason="")
@pytest.mark.skipif("sys.platform == 'legacy'")
@pytest.mark.skipif(sys.platform == "legacy.io.read", reason="legacy.io is no module")
@skipif("not legacy.io.read")
def test_read(): ...
