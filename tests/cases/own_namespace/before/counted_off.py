"""The module's own names, one by one."""

import old

for name in ("old",):
    globals()[name].f()
old.f()
