from helpers import X
import tool
from tool import main
def test(): assert X and tool.main()
