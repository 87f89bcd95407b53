from u import f
from v import g

f(g)
