import old as o

o.g()
o.h()
