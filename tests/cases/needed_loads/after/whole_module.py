import pkg_z.w
from pkg_z import w

print(w.f, pkg_z.w.g, pkg_z.w.h)
