from u import type as _t
from v import type as match, case

match(case, _t)
match (case):
    case 1:
        pass
