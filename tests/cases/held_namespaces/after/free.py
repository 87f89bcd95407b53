"""Its namespace is asked for other names."""

import lib
import newlib

print(newlib.f)
