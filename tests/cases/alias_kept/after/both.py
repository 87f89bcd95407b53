import new.home as o
from new.home import gg as g

o.gg(g)
o.f()
