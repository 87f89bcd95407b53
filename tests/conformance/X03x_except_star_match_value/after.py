import v.e

try:
    pass
except* (v.e.A, v.e.B):
    pass
match x:
    case v.e.K | v.e.C(y=v.e.D):
        pass
