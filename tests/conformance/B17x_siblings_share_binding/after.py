import x.b
import a.c

print(x.b.f, a.c.g)
