from unittest import mock

import ns.new
from ns.new import core as c

with mock.patch("ns.new.core.f"):
    ns.new.core.f(c)
PATH = "ns/new/core.py"
PATTERN = r"ns\.new\.core"
OTHER = "xns.old.core", "ns.older.core", "ns/older"

CORE = os.path.join(ROOT, "ns", "new", "core.py")
OTHER = os.path.join(ROOT, "ns", "old", "none.py"), os.path.join("old", "core.py")
