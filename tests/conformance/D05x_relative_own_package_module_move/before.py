from .sub import f
from . import sub
from .keep import g

print(f, sub, g)
