import inspect

import old

print(dir(old), inspect.getmembers(old))
