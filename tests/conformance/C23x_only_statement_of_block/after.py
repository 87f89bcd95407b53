if cond:
    from v import x
else:
    x = None
