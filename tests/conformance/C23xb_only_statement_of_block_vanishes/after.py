import v
if cond:
    import v
    v.x()
