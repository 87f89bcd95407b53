import u.io

u.io.f = cached(u.io.f)
u.io.f()
