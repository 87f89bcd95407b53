from q.t.x import T
from q.t import y
from p.tt import Z
from q import t

print(T, y, Z, t.k)
