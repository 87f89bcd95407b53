import sys

import new


class Own:
    old = 1


def go(own):
    own["old"] = vars(Own)["old"], getattr(Own, "old"), own.get("old")
    locals()["old"] = 1
    return sys.modules[__name__].go, globals()["go"], new.f()
