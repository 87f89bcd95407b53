import pkg_a as par
from pkg_a import w

print(w.f, par.w.g, par.w.h)
