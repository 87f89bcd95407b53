import sys

import old

print(vars(sys.modules['old']), old)
