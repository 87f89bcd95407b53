from v import f
from v import g

f(g)
