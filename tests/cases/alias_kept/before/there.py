import new.home as h
import old as o

o.g()
h.gg()
