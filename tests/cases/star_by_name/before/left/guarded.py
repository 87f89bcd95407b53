try:
    from old import *
except ImportError:
    f = None
print(f)
