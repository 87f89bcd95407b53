import os, a.b
import x

print(os, x.f, a.b.g)
