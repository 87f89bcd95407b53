import v

v.f(v.g)
