import a.b
import a.c

print(a.b.f, a.c.g)
