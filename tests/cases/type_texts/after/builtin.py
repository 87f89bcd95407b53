from typing import cast


x: "list[int]" = []
y = cast("list", x)
