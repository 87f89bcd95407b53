try:
    import old_tools as o
except ImportError:
    o = fallback

o.write(1)
