import a.b
import a.c as ac
import a.c
a.c.f(a.b.g)
