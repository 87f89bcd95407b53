from pkg.lib import o

o.g()
o.f()
