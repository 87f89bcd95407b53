from typing import cast

import a.m

x: "a.m.List[int]" = []
y = cast("a.m.List", x)
