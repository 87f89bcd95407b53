import new.home as o

o.gg = o.f
