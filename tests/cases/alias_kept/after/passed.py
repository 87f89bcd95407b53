import old as o
import new.home

use(o)
new.home.gg()
