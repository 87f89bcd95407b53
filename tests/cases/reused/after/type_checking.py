from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import frames as fr


def f(x: "fr.one") -> "fr.x": ...
