try:
    import old as o
except ImportError:
    o = None

if o:
    o.g()
