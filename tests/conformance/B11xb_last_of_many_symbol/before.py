import os, a.b

print(os, a.b.f, a.b.g)
