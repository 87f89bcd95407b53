import inspect
from unittest.mock import patch

import old
from lib.mod import along
from old import f, stays

patch(f.__module__ + ".g")
old.f.__module__ == along.__module__
inspect.getmodule(f), stays.__module__
f.__module__  # codemod: ignore[behaviour-changed-silently]
