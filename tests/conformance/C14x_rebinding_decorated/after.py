from v import g as f

f = cached(f)
f()
