try:
    import old
except ImportError:
    old = None

module = old or None
if old:
    old.f()
