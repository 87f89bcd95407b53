import old as o

use(o)
o.g()
