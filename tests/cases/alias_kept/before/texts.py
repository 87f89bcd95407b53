import old as o


def f(x: "o.g") -> "list[o.f]": ...
