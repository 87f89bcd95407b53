if cond:
    from u import x
else:
    x = None
