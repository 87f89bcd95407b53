from new.deep import bridge
import os
from new import two as one


def f():
    from new.deep import bridge as b

    return b.get(one, os)


print(bridge.get())
