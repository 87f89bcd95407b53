import new.home as o

o.gg()
