import old as o

o.g()
