import a

a.b.f(a.version)
