from old import *

__all__ = ['f']
print(f)
