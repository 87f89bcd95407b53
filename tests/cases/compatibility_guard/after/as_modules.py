"""What is reached through a module whose other branch is the new home."""

try:
    import new as m
except ImportError:
    import old as m

try:
    from new import *
except ImportError:
    from old import *

print(m.one, m.two)
