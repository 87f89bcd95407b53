import inspect
from unittest.mock import patch

import new
from lib.deep.mod import along
from old import stays
from new import f

# codemod: review[behaviour-changed-silently] new.f: its module is new now
patch(f.__module__ + ".g")
# codemod: review[behaviour-changed-silently] new.f: its module is new now
new.f.__module__ == along.__module__
# codemod: review[behaviour-changed-silently] new.f: its module is new now
inspect.getmodule(f), stays.__module__
f.__module__  # codemod: ignore[behaviour-changed-silently]
