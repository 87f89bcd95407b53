from u import match, case, type as _t

match(case, _t)
match (case):
    case 1:
        pass
