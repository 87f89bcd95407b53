import v

v.g = cached(v.g)
v.g()
