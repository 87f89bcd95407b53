from v import D as C
import v

C.make().C
v.D.make(v.D.X)
