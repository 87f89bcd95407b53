from unittest import mock

import ns.old
from ns.old import core as c

with mock.patch("ns.old.core.f"):
    ns.old.core.f(c)
PATH = "ns/old/core.py"
PATTERN = r"ns\.old\.core"
OTHER = "xns.old.core", "ns.older.core", "ns/older"

CORE = os.path.join(ROOT, "ns", "old", "core.py")
OTHER = os.path.join(ROOT, "ns", "old", "none.py"), os.path.join("old", "core.py")
