from u import größe  # ünïcode
from v import ss as ß

print(ß, größe)
