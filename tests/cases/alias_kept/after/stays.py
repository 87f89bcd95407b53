import old as o
import new.home

new.home.gg()
o.nothing()
