from p.t.x import T
from p.t import y
from p.tt import Z
from p import t

print(T, y, Z, t.k)
