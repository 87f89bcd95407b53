import a.b
import a.c as ac
import a.c
a.b.f(a.b.g)
