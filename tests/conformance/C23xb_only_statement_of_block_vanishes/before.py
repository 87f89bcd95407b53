import v
if cond:
    import u.io
    u.io.x()
