import a
import x.y

x.y.f(a.version)
