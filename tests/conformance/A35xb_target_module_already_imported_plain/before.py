import u.io
import v

u.io.f(v.g)
