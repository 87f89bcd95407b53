if cond:
    from u import x

print(x)
