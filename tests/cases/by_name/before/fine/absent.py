import sys

import old

sys.modules['old'] = None
del sys.modules['old']
print('old' in sys.modules, old.stays)
