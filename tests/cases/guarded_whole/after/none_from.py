try:
    from new.core import mod
except ImportError:
    mod = None

if mod is not None:

    def f():
        return mod.f()
