import new.home as o


def f(x: "o.gg") -> "list[o.f]": ...
