"""Its namespace is asked for other names."""

import lib

print(lib.f)
