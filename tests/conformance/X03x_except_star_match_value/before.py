import u.e

try:
    pass
except* (u.e.A, u.e.B):
    pass
match x:
    case u.e.K | u.e.C(y=u.e.D):
        pass
