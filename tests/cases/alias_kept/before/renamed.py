import old as o

o.g()
o.f(o.g.attribute)
