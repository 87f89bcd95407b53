from u import f

f = cached(f)
f()
