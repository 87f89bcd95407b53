import new.tool
import new.tool.io as io
from new.tool.names import X


def test_tool():
    assert new.tool.io.read[0] is X is io.read[0]
