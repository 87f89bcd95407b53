import old as o
from old import g

o.g(g)
o.f()
