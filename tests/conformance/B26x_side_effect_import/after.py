import x.y.c.d
