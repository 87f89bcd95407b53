from helpers import X
import ns.pkg.tool
from ns.pkg.tool import main
def test(): assert X and ns.pkg.tool.main()
