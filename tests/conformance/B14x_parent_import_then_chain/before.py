import a

a.b.f()
