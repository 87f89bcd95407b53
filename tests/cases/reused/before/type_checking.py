from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import frames as fr
    import pkg_a as pa


def f(x: "pa.one") -> "fr.x": ...
