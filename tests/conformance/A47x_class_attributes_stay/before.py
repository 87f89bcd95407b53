from u import C
import u

C.make().C
u.C.make(u.C.X)
