try:
    from old import mod
except ImportError:
    mod = None

if mod is not None:
    mod.f()
    mod.other()
