from other.sub import f
from other import sub
from .keep import g

print(f, sub, g)
