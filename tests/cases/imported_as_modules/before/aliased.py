import old.bridge as bridge
import old.one as one, os


def f():
    import old.bridge as b

    return b.get(one, os)


print(bridge.get())
