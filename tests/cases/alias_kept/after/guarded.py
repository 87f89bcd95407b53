try:
    import new.home as o
except ImportError:
    o = None

if o:
    o.gg()
