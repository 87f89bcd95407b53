import tool
import tool.io as io
from tool.names import X


def test_tool():
    assert tool.io.read[0] is X is io.read[0]
