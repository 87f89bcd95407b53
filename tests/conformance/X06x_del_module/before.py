import u.a
u.a.f()
del u
