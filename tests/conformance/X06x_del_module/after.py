import v.a
import v as u
u.a.f()
del u
