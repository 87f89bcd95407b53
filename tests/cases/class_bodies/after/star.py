from other import *


class C:
    try:
        import np as n
    except ImportError:
        pass
    kind = n.float_
