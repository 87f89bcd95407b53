"""The module's own names, one by one."""

import old
import new

for name in ("old",):
    globals()[name].f()
new.f()
